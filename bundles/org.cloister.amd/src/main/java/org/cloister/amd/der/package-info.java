/**
 * The distinguished encoding rules of ASN.1 (X.690) and their textual encoding (RFC 7468), read strictly and written.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.amd.der;

import org.osgi.annotation.versioning.Version;
