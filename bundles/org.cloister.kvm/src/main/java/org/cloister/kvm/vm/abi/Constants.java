// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

/** Flags and single numbers of KVM's structs. */
public final class Constants {
    /** The version of the interface, unchanged since Linux 2.6.22. */
    public static final int API_VERSION = 12;

    /** Slot flag: keep the log of pages that were written. */
    public static final int MEM_LOG_DIRTY_PAGES = 1;
    /** Slot flag: writes of the guest become MMIO exits. */
    public static final int MEM_READONLY = 2;
    /** Slot flag: private pages come from a guest_memfd. */
    public static final int MEM_GUEST_MEMFD = 4;

    /** Memory attribute, and flag of a memory fault: private. */
    public static final long MEMORY_ATTRIBUTE_PRIVATE = 8;

    /** Flag of KVM_CREATE_GUEST_MEMFD: the host may map it. */
    public static final long GUEST_MEMFD_FLAG_MMAP = 1;
    /** Flag of KVM_CREATE_GUEST_MEMFD: pages are shared at first. */
    public static final long GUEST_MEMFD_FLAG_INIT_SHARED = 2;

    /** Type of a system event: an SEV-ES or SEV-SNP guest gave up. */
    public static final int SYSTEM_EVENT_SEV_TERM = 6;

    /** A mask for KVM_CAP_X86_USER_SPACE_MSR: MSRs that a filter keeps from the guest. */
    public static final int MSR_EXIT_REASON_FILTER = 4;
    /** A filter's flag: it keeps writes from the guest. */
    public static final int MSR_FILTER_WRITE = 2;

    /** A mask for KVM_SET_GUEST_DEBUG: the vCPU comes back after each instruction. */
    public static final int GUESTDBG_SINGLESTEP = 3;

    private Constants() {}
}
