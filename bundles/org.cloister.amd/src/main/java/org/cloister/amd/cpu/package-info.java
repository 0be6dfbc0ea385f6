/** Virtual processors of SEV guests: models and their signatures, the save area (VMSA), initial registers. */
@Version("1.0.0")
package org.cloister.amd.cpu;

import org.osgi.annotation.versioning.Version;
