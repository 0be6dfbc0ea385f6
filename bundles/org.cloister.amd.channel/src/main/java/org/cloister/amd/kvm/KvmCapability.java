// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

/** KVM's capabilities that are asked for or turned on here; the kernel's names begin with {@code KVM_CAP_}. */
public enum KvmCapability {
    /** Memory slots by address. */
    USER_MEMORY(3),
    /** How many vCPUs are recommended. */
    NR_VCPUS(9),
    /** How many memory slots a machine can have. */
    NR_MEMSLOTS(10),
    /** How many vCPUs a machine can have. */
    MAX_VCPUS(66),
    /** KVM_GET_XSAVE and KVM_SET_XSAVE. */
    XSAVE(55),
    /** KVM_GET_XCRS and KVM_SET_XCRS. */
    XCRS(56),
    /** Slots the guest can only read. */
    READONLY_MEM(81),
    /** Local APIC in the kernel, the rest outside. */
    SPLIT_IRQCHIP(121),
    /** {@code kvm_run.immediate_exit}. */
    IMMEDIATE_EXIT(136),
    /** Which MSR accesses leave the kernel; a mask. */
    X86_USER_SPACE_MSR(188),
    /** Another machine's encryption key. */
    VM_COPY_ENC_CONTEXT_FROM(197),
    /** Which hypercalls leave the kernel; a mask. */
    EXIT_HYPERCALL(201),
    /** Takes over another machine's encryption key. */
    VM_MOVE_ENC_CONTEXT_FROM(206),
    /** Bytes of KVM_GET_XSAVE2. */
    XSAVE2(208),
    /** Device attributes on {@code /dev/kvm}. */
    SYS_ATTRIBUTES(209),
    /** KVM_SET_USER_MEMORY_REGION2. */
    USER_MEMORY2(231),
    /** Exits for memory faults. */
    MEMORY_FAULT_INFO(232),
    /** KVM_SET_MEMORY_ATTRIBUTES; a mask of attributes. */
    MEMORY_ATTRIBUTES(233),
    /** KVM_CREATE_GUEST_MEMFD. */
    GUEST_MEMFD(234),
    /** Which types of machine there are; a mask. */
    VM_TYPES(235),
    /** KVM_PRE_FAULT_MEMORY. */
    PRE_FAULT_MEMORY(236),
    /** Flags of KVM_CREATE_GUEST_MEMFD; a mask. */
    GUEST_MEMFD_FLAGS(244);

    private final int number;

    KvmCapability(int number) {
        this.number = number;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** Its name in the kernel's headers. */
    public String kernelName() {
        return "KVM_CAP_" + name();
    }
}
