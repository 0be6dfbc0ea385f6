/**
 * Verification of attestation reports and of the certificate chains behind them, as their relying party does it:
 * offline, strict, with every check listed.
 */
@Version("1.0.0")
package org.cloister.owner.verify;

import org.osgi.annotation.versioning.Version;
