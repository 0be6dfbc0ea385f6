// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.api.Bytes;
import org.cloister.api.platform.Adaptable;
import org.cloister.api.platform.VcpuState;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A machine as a program holds it by KVM's file descriptor: everything comes when the program wants it. Answers are 0
 * or the kernel's error number, positive. Besides it adapts to the machine's channels, {@code SnpLaunchInspection} for
 * example. Safe for use by several threads; commands are serial.
 */
@ProviderType
public interface ClientMachine extends Adaptable, AutoCloseable {
    /**
     * {@code KVM_MEMORY_ENCRYPT_OP}.
     *
     * @param argument the client's address of a {@code struct kvm_sev_cmd}; 0 asks only whether SEV is there
     * @return 0 or the kernel's error number; the envelope's {@code error} is written back where the firmware was asked
     */
    int memoryEncryptOp(long argument);

    /**
     * {@code KVM_MEMORY_ENCRYPT_REG_REGION}: pins memory of the client's.
     *
     * @return 0, {@code ENOTTY} before INIT, {@code EINVAL}, {@code ENOMEM} for memory that cannot be pinned
     */
    int registerRegion(long address, long size);

    /**
     * {@code KVM_MEMORY_ENCRYPT_UNREG_REGION}: lets memory go that was registered by the same address and size.
     *
     * @return 0, {@code ENOTTY} before INIT, {@code EINVAL} for what was not registered so
     */
    int unregisterRegion(long address, long size);

    /**
     * {@code KVM_CREATE_VCPU}. Processors that are made before INIT, ES_INIT or INIT2 keep these from being taken.
     *
     * @param id of the processor, from 0
     * @return 0, {@code EEXIST} for one that is there, {@code EINVAL} for an id beyond the platform's most
     */
    int createVcpu(int id);

    /**
     * Gives a processor its registers, as {@code KVM_SET_REGS} and its like do.
     *
     * @param state of the processor with the id {@code index}
     * @return 0, {@code ENOENT} for one that was not made, {@code EINVAL} for an unknown register, and once the launch
     *     has taken the registers
     */
    int setVcpu(VcpuState state);

    /**
     * {@code KVM_SET_USER_MEMORY_REGION2}.
     *
     * @return 0, {@code EEXIST} for one that overlaps another, {@code EINVAL} for addresses that are not multiples of
     *     4096, and for guest_memfd on a machine that has no private memory
     */
    int setMemoryRegion(ClientSlot slot);

    /**
     * {@code KVM_SET_MEMORY_ATTRIBUTES}: makes pages private or shared, on machines for SEV-SNP.
     *
     * @param gpa guest-physical address, a multiple of 4096
     * @param size bytes, a multiple of 4096
     * @param attributes bit 3: private; no other
     * @return 0, {@code EINVAL}
     */
    int setMemoryAttributes(long gpa, long size, long attributes);

    /**
     * What the guest would read with the C-bit set, for tests and tools.
     *
     * @param gpa guest-physical address
     * @throws org.cloister.api.CloisterException {@code memory.outside}, {@code memory.refused}
     */
    Bytes guestRead(long gpa, int length);

    /** Ends the machine, from whatever state, and gives everything back. Closing twice is harmless. */
    @Override
    void close();
}
