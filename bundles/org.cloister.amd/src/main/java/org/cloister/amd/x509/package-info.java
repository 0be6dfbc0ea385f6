/**
 * AMD's X.509 certificates and revocation lists, read strictly: one encoding of each, nothing trailing, nothing
 * ignored.
 */
@Version("1.0.0")
package org.cloister.amd.x509;

import org.osgi.annotation.versioning.Version;
