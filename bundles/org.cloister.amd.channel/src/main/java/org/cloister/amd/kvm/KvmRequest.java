// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

/**
 * KVM's ioctl requests. The kernel's names begin with {@code KVM_}; section 4 of Linux, Documentation/virt/kvm/api.rst
 * describes each under its name.
 */
public enum KvmRequest {
    /** The version of the interface. */
    GET_API_VERSION(0xAE00),
    /** A new machine. */
    CREATE_VM(0xAE01),
    /** Which MSRs of a guest can be read and set. */
    GET_MSR_INDEX_LIST(0xC004AE02L),
    /** Which MSRs describe features of the host. */
    GET_MSR_FEATURE_INDEX_LIST(0xC004AE0AL),
    /** What a capability is worth here. */
    CHECK_EXTENSION(0xAE03),
    /** Bytes of {@code kvm_run} and what is behind it. */
    GET_VCPU_MMAP_SIZE(0xAE04),
    /** What CPUID can answer in a guest. */
    GET_SUPPORTED_CPUID(0xC008AE05L),
    /** A new vCPU. */
    CREATE_VCPU(0xAE41),
    /** Which pages of a slot were written since last asked. */
    GET_DIRTY_LOG(0x4010AE42),
    /** A memory slot. */
    SET_USER_MEMORY_REGION(0x4020AE46),
    /** Three pages for KVM's own use on Intel processors. */
    SET_TSS_ADDR(0xAE47),
    /** A memory slot that may have private pages. */
    SET_USER_MEMORY_REGION2(0x40A0AE49),
    /** Interrupt controllers in the kernel. */
    CREATE_IRQCHIP(0xAE60),
    /** Runs a vCPU. */
    RUN(0xAE80),
    /** General registers. */
    GET_REGS(0x8090AE81L),
    /** General registers. */
    SET_REGS(0x4090AE82),
    /** Segments and control registers. */
    GET_SREGS(0x8138AE83L),
    /** Segments and control registers. */
    SET_SREGS(0x4138AE84),
    /** Segments, control registers and the entries of PAE's table. */
    SET_SREGS2(0x4140AECDL),
    /** MSRs of a vCPU; on {@code /dev/kvm} those that describe features. */
    GET_MSRS(0xC008AE88L),
    /** MSRs of a vCPU. */
    SET_MSRS(0x4008AE89),
    /** x87 and SSE. */
    GET_FPU(0x81A0AE8CL),
    /** x87 and SSE. */
    SET_FPU(0x41A0AE8D),
    /** What CPUID answers. */
    SET_CPUID2(0x4008AE90),
    /** What CPUID answers. */
    GET_CPUID2(0xC008AE91L),
    /** Whether a vCPU runs, halts or waits. */
    GET_MP_STATE(0x8004AE98L),
    /** Whether a vCPU runs, halts or waits. */
    SET_MP_STATE(0x4004AE99),
    /** Debug registers. */
    GET_DEBUGREGS(0x8080AEA1L),
    /** Debug registers. */
    SET_DEBUGREGS(0x4080AEA2),
    /** Whether a vCPU comes back after each instruction. */
    SET_GUEST_DEBUG(0x4048AE9BL),
    /** Turns a capability on. */
    ENABLE_CAP(0x4068AEA3),
    /** The XSAVE area of 4096 bytes. */
    GET_XSAVE(0x9000AEA4L),
    /** The XSAVE area. */
    SET_XSAVE(0x5000AEA5),
    /** The XSAVE area, however long. */
    GET_XSAVE2(0x9000AECFL),
    /** Extended control registers. */
    GET_XCRS(0x8188AEA6L),
    /** Extended control registers. */
    SET_XCRS(0x4188AEA7),
    /** Which MSRs the guest does not get at by itself. */
    X86_SET_MSR_FILTER(0x4188AEC6L),
    /** A command to a confidential guest. */
    MEMORY_ENCRYPT_OP(0xC008AEBAL),
    /** Pins memory of a SEV guest. */
    MEMORY_ENCRYPT_REG_REGION(0x8010AEBBL),
    /** Lets it go. */
    MEMORY_ENCRYPT_UNREG_REGION(0x8010AEBCL),
    /** Which pages are private. */
    SET_MEMORY_ATTRIBUTES(0x4020AED2),
    /** Where private pages come from. */
    CREATE_GUEST_MEMFD(0xC040AED4L),
    /** Maps pages before the guest touches them. */
    PRE_FAULT_MEMORY(0xC040AED5L),
    /** An attribute. */
    GET_DEVICE_ATTR(0x4018AEE2),
    /** Whether there is an attribute. */
    HAS_DEVICE_ATTR(0x4018AEE3);

    private final long number;

    KvmRequest(long number) {
        this.number = number;
    }

    /** Its number, unsigned 32 bits. */
    public long number() {
        return number;
    }

    /** Its name in the kernel's headers. */
    public String kernelName() {
        return "KVM_" + name();
    }
}
