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
     * {@code KVM_ENABLE_CAP} of {@code KVM_CAP_VM_COPY_ENC_CONTEXT_FROM} (197): becomes a mirror of another machine,
     * with the same guest, key and ASID. A mirror takes LAUNCH_UPDATE_VMSA, GUEST_STATUS, DBG_DECRYPT and DBG_ENCRYPT,
     * answers every other command with {@code EINVAL} before its struct is read, and registers no regions. Its
     * processors come afterwards.
     *
     * @param source a machine that was initialised for SEV or SEV-ES, and is no mirror; it may be closed first
     * @return 0, {@code EINVAL} for an unfit source and where this machine is initialised, is for SEV-SNP or has
     *     processors, {@code EBUSY} while another copy or move goes on with either, {@code EBADF} for a machine that
     *     was closed or is another platform's, {@code EIO} for one whose context went away
     * @since 1.1
     */
    int copyContextFrom(ClientMachine source);

    /**
     * {@code KVM_ENABLE_CAP} of {@code KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM} (206): takes over guest, key, ASID, registered
     * regions and, of SEV-ES, the processors' states, one for one in the order in which processors were made. Memory
     * stays where it is: this machine's has to be the same, at the same addresses of the program's. Afterwards the
     * source answers every call with {@code EIO} and can only be closed.
     *
     * @param source a machine of the same type that was initialised for SEV or SEV-ES; with SEV-ES it has as many
     *     processors as this one, and LAUNCH_UPDATE_VMSA or RECEIVE_UPDATE_VMSA was done for all of them
     * @return as {@link #copyContextFrom}, but that processors of this machine are no obstacle
     * @since 1.1
     */
    int moveContextFrom(ClientMachine source);

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
