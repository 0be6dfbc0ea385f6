// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The structs of KVM's requests ({@code linux/kvm.h}, {@code asm/kvm.h} of x86-64): runs of offset, size, names. */
public final class Layouts {
    /** General registers. */
    public static final Layout REGS = Layout.of(
            "kvm_regs", 144, row(0, 8, "rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags"));

    /** A segment register. */
    public static final Layout SEGMENT = Layout.of(
            "kvm_segment",
            24,
            row(0, 8, "base"),
            row(8, 4, "limit"),
            row(12, 2, "selector"),
            row(14, 1, "type present dpl db s l g avl unusable"));

    /** A table register. */
    public static final Layout DTABLE = Layout.of("kvm_dtable", 16, row(0, 8, "base"), row(8, 2, "limit"));

    /** Segments, control registers, EFER. */
    public static final Layout SREGS = specialRegisters();

    /** x87 and SSE. */
    public static final Layout FPU = Layout.of(
            "kvm_fpu",
            416,
            row(0, 16, numbered("fpr", 8)),
            row(128, 2, "fcw fsw"),
            row(132, 1, "ftwx"),
            row(134, 2, "last_opcode"),
            row(136, 8, "last_ip last_dp"),
            row(152, 16, numbered("xmm", 16)),
            row(408, 4, "mxcsr"));

    /** Debug registers. */
    public static final Layout DEBUGREGS =
            Layout.of("kvm_debugregs", 128, row(0, 8, "db[0] db[1] db[2] db[3] dr6 dr7 flags"));

    /** The XSAVE area; KVM_GET_XSAVE2 may say that it is longer. */
    public static final Layout XSAVE = Layout.of("kvm_xsave", 4096, row(0, 4096, "region"));

    /** Extended control registers. */
    public static final Layout XCRS = Layout.of(
            "kvm_xcrs", 392, row(0, 4, "nr_xcrs flags"), row(8, 4, "xcrs[0].xcr"), row(16, 8, "xcrs[0].value"));

    /** Whether a processor runs, halts or waits to be started. */
    public static final Layout MP_STATE = Layout.of("kvm_mp_state", 4, row(0, 4, "mp_state"));

    /** A list of MSRs with values, and its entries. */
    public static final Layout MSRS = Layout.of("kvm_msrs", 8, row(0, 4, "nmsrs"));

    /** An entry of {@link #MSRS}. */
    public static final Layout MSR_ENTRY = Layout.of("kvm_msr_entry", 16, row(0, 4, "index"), row(8, 8, "data"));

    /** A list of numbers of MSRs, 4 bytes each. */
    public static final Layout MSR_LIST = Layout.of("kvm_msr_list", 4, row(0, 4, "nmsrs"));

    /** A list of CPUID leaves, and its entries. */
    public static final Layout CPUID2 = Layout.of("kvm_cpuid2", 8, row(0, 4, "nent"));

    /** An entry of {@link #CPUID2}. */
    public static final Layout CPUID_ENTRY2 =
            Layout.of("kvm_cpuid_entry2", 40, row(0, 4, "function index flags eax ebx ecx edx"));

    /** A memory slot. */
    public static final Layout MEMORY_REGION = Layout.of(
            "kvm_userspace_memory_region",
            32,
            row(0, 4, "slot flags"),
            row(8, 8, "guest_phys_addr memory_size userspace_addr"));

    /** A memory slot that may have private pages. */
    public static final Layout MEMORY_REGION2 = Layout.of(
            "kvm_userspace_memory_region2",
            160,
            row(0, 4, "slot flags"),
            row(8, 8, "guest_phys_addr memory_size userspace_addr guest_memfd_offset"),
            row(40, 4, "guest_memfd"));

    /** Where private pages come from. */
    public static final Layout CREATE_GUEST_MEMFD = Layout.of("kvm_create_guest_memfd", 64, row(0, 8, "size flags"));

    /** Which pages are private. */
    public static final Layout MEMORY_ATTRIBUTES =
            Layout.of("kvm_memory_attributes", 32, row(0, 8, "address size attributes flags"));

    /** Pages to be mapped before the guest touches them. */
    public static final Layout PRE_FAULT_MEMORY = Layout.of("kvm_pre_fault_memory", 64, row(0, 8, "gpa size flags"));

    /** Which pages were written. */
    public static final Layout DIRTY_LOG = Layout.of("kvm_dirty_log", 16, row(0, 4, "slot"), row(8, 8, "dirty_bitmap"));

    /** A capability to be turned on. */
    public static final Layout ENABLE_CAP =
            Layout.of("kvm_enable_cap", 104, row(0, 4, "cap flags"), row(8, 8, "args[0] args[1] args[2] args[3]"));

    /** An attribute of the system or a device. */
    public static final Layout DEVICE_ATTR =
            Layout.of("kvm_device_attr", 24, row(0, 4, "flags group"), row(8, 8, "attr addr"));

    /** Memory that holds pages of a SEV guest. */
    public static final Layout ENC_REGION = Layout.of("kvm_enc_region", 16, row(0, 8, "addr size"));

    /** What a processor and its monitor exchange; its parts from offset 32 on depend on the reason. */
    public static final Layout RUN = Layout.of(
            "kvm_run",
            2352,
            row(0, 1, "request_interrupt_window immediate_exit"),
            row(8, 4, "exit_reason"),
            row(32, 1, "io.direction io.size"),
            row(34, 2, "io.port"),
            row(36, 4, "io.count"),
            row(40, 8, "io.data_offset"),
            row(32, 8, "mmio.phys_addr mmio.data"),
            row(48, 4, "mmio.len"),
            row(52, 1, "mmio.is_write"),
            row(32, 8, "hypercall.nr"),
            row(40, 8, "hypercall.args[0] hypercall.args[1] hypercall.args[2]"),
            row(64, 8, "hypercall.args[3] hypercall.args[4] hypercall.args[5] hypercall.ret"),
            row(32, 8, "fail_entry.hardware_entry_failure_reason"),
            row(40, 4, "fail_entry.cpu"),
            row(32, 4, "internal.suberror internal.ndata"),
            row(40, 8, "internal.data[0]"),
            row(32, 4, "system_event.type system_event.ndata"),
            row(40, 8, "system_event.data[0]"),
            row(32, 8, "memory_fault.flags memory_fault.gpa memory_fault.size"),
            row(32, 8, "snp_req_certs.gpa snp_req_certs.npages snp_req_certs.ret"));

    private Layouts() {}

    /** All of them. */
    public static List<Layout> all() {
        return List.of(
                REGS,
                SEGMENT,
                DTABLE,
                SREGS,
                FPU,
                DEBUGREGS,
                XSAVE,
                XCRS,
                MP_STATE,
                MSRS,
                MSR_ENTRY,
                MSR_LIST,
                CPUID2,
                CPUID_ENTRY2,
                MEMORY_REGION,
                MEMORY_REGION2,
                CREATE_GUEST_MEMFD,
                MEMORY_ATTRIBUTES,
                PRE_FAULT_MEMORY,
                DIRTY_LOG,
                ENABLE_CAP,
                DEVICE_ATTR,
                ENC_REGION,
                RUN);
    }

    private static Layout specialRegisters() {
        Layout layout = Layout.of("kvm_sregs", 312);
        String[] segments = {"cs", "ds", "es", "fs", "gs", "ss", "tr", "ldt"};
        for (int i = 0; i < segments.length; i++) {
            layout.with(i * SEGMENT.size(), segments[i] + ".", SEGMENT);
        }
        return layout.with(192, "gdt.", DTABLE)
                .with(208, "idt.", DTABLE)
                .with(224, "", Layout.of("", 56, row(0, 8, "cr0 cr2 cr3 cr4 cr8 efer apic_base")))
                .with(280, "", Layout.of("", 32, row(0, 32, "interrupt_bitmap")));
    }

    private static Object[] row(int offset, int size, String names) {
        return new Object[] {offset, size, names};
    }

    private static String numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "[" + i + "]").collect(Collectors.joining(" "));
    }
}
