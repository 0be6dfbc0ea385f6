/** Guest firmware: OVMF's tables, what they say of an image's memory, and the table of kernel hashes. */
@Version("1.0.0")
package org.cloister.amd.firmware;

import org.osgi.annotation.versioning.Version;
