/**
 * The one way from AMD's formats to the Java Cryptography Architecture: digests and signatures, by the fastest provider
 * present.
 */
@Version("1.1.0")
package org.cloister.amd.crypto;

import org.osgi.annotation.versioning.Version;
