/**
 * The SEV channel: typed commands to a guest's secure processor at the level of Linux's {@code KVM_MEMORY_ENCRYPT_OP},
 * and their encoding into the kernel's structs and back. Beside it the channel to the secure processor itself
 * ({@code /dev/sev}), and what else Linux offers to SEV guests.
 */
@Version("1.1.0")
package org.cloister.amd.channel;

import org.osgi.annotation.versioning.Version;
