/**
 * Certificates in AMD's own formats: those of a platform's keys and those of the keys that AMD signs with.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.1.0")
package org.cloister.amd.cert;

import org.osgi.annotation.versioning.Version;
