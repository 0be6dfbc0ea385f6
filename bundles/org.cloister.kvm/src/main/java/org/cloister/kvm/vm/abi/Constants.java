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

    /** Group of device attributes about SEV on {@code /dev/kvm}. */
    public static final int X86_GRP_SEV = 1;
    /** Attribute of that group: which VMSA features there are. */
    public static final long X86_SEV_VMSA_FEATURES = 0;
    /** Attribute of that group: which bits of an SNP policy are accepted. */
    public static final long X86_SNP_POLICY_BITS = 1;
    /** Attribute of that group: whether KVM_EXIT_SNP_REQ_CERTS can be turned on. */
    public static final long X86_SEV_SNP_REQ_CERTS = 2;

    /** Type of a system event: an SEV-ES or SEV-SNP guest gave up. */
    public static final int SYSTEM_EVENT_SEV_TERM = 6;

    private Constants() {}
}
