/**
 * Messages between a guest and the firmware (SEV-SNP firmware ABI, 56860, "Guest Messages"): the header, its sealing
 * with a key of the secrets page, and the payloads of reports, derived keys and the clock, in both directions.
 */
@Version("1.0.0")
package org.cloister.amd.message;

import org.osgi.annotation.versioning.Version;
