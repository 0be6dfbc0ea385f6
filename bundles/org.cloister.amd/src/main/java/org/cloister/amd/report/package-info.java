/**
 * Attestation reports of SEV-SNP guests and of SEV guests.
 *
 * <p>No parameter and no result is null unless stated otherwise.
 */
@Version("1.0.0")
package org.cloister.amd.report;

import org.osgi.annotation.versioning.Version;
