/**
 * What the guest types SEV and SEV-ES have in common: their launch by the commands of the SEV API, and what the host
 * can do with the guest afterwards. The types themselves are services of other bundles; here are their base, which
 * keeps nothing of a guest, and its functions.
 */
@Version("1.1.0")
package org.cloister.amd.sev;

import org.osgi.annotation.versioning.Version;
