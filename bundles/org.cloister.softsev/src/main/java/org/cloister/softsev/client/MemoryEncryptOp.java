// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.amd.channel.AddressSpace;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The machine's commands as bytes, as Linux's {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP, argument)} takes them. The
 * envelope, the command's struct and what it points to lie in the caller's memory; so may plaintext for
 * {@code SNP_LAUNCH_UPDATE}, which is looked for in the machine's memory first. Got by
 * {@code VirtualMachine.adapt(MemoryEncryptOp.class)}. Safe for use by several threads; commands are serial.
 */
@ProviderType
public interface MemoryEncryptOp {
    /**
     * Carries out one command.
     *
     * @param argument the address of a {@code struct kvm_sev_cmd}; 0 asks only whether SEV is there
     * @param caller where addresses point; the envelope's {@code error} and the command's struct are written back to
     *     it, the former only when the firmware was asked. A command that asks for a length gets it there beside the
     *     firmware's refusal
     * @return 0, or the kernel's error number, positive
     */
    int call(long argument, AddressSpace caller);
}
