/** Guest firmware: OVMF's tables, the memory of an image that they describe, and the table of kernel hashes. */
@Version("1.0.0")
package org.cloister.amd.firmware;

import org.osgi.annotation.versioning.Version;
