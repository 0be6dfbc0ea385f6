// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.LayoutPart;
import org.cloister.amd.struct.Slot;

/** The structs of KVM's requests ({@code linux/kvm.h}, {@code asm/kvm.h} of x86-64): runs of offset, size, names. */
public final class Layouts {
    /** General registers. */
    public static final Layout REGS = Layout.of(
            "kvm_regs", 144, run(0, 8, "rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags"));

    /** A segment register. */
    public static final Layout SEGMENT = Layout.of(
            "kvm_segment",
            24,
            run(0, 8, "base"),
            run(8, 4, "limit"),
            run(12, 2, "selector"),
            run(14, 1, "type present dpl db s l g avl unusable"));

    /** A table register. */
    public static final Layout DTABLE = Layout.of("kvm_dtable", 16, run(0, 8, "base"), run(8, 2, "limit"));

    /** Segments, control registers, EFER. */
    public static final Layout SREGS = specialRegisters();

    /** x87 and SSE. */
    public static final Layout FPU = Layout.of(
            "kvm_fpu",
            416,
            run(0, 16, numbered("fpr", 8)),
            run(128, 2, "fcw fsw"),
            run(132, 1, "ftwx"),
            run(134, 2, "last_opcode"),
            run(136, 8, "last_ip last_dp"),
            run(152, 16, numbered("xmm", 16)),
            run(408, 4, "mxcsr"));

    /** Debug registers. */
    public static final Layout DEBUGREGS =
            Layout.of("kvm_debugregs", 128, run(0, 8, "db[0] db[1] db[2] db[3] dr6 dr7 flags"));

    /** The XSAVE area; KVM_GET_XSAVE2 may say that it is longer. */
    public static final Layout XSAVE = Layout.of("kvm_xsave", 4096, run(0, 4096, "region"));

    /** Extended control registers. */
    public static final Layout XCRS = Layout.of(
            "kvm_xcrs", 392, run(0, 4, "nr_xcrs flags"), run(8, 4, "xcrs[0].xcr"), run(16, 8, "xcrs[0].value"));

    /** Whether a processor runs, halts or waits to be started. */
    public static final Layout MP_STATE = Layout.of("kvm_mp_state", 4, run(0, 4, "mp_state"));

    /** A list of MSRs with values, and its entries. */
    public static final Layout MSRS = Layout.of("kvm_msrs", 8, run(0, 4, "nmsrs"));

    /** An entry of {@link #MSRS}. */
    public static final Layout MSR_ENTRY = Layout.of("kvm_msr_entry", 16, run(0, 4, "index"), run(8, 8, "data"));

    /** A list of numbers of MSRs, 4 bytes each. */
    public static final Layout MSR_LIST = Layout.of("kvm_msr_list", 4, run(0, 4, "nmsrs"));

    /** A list of CPUID leaves, and its entries. */
    public static final Layout CPUID2 = Layout.of("kvm_cpuid2", 8, run(0, 4, "nent"));

    /** An entry of {@link #CPUID2}. */
    public static final Layout CPUID_ENTRY2 =
            Layout.of("kvm_cpuid_entry2", 40, run(0, 4, "function index flags eax ebx ecx edx"));

    /** A memory slot. */
    public static final Layout MEMORY_REGION = Layout.of(
            "kvm_userspace_memory_region",
            32,
            run(0, 4, "slot flags"),
            run(8, 8, "guest_phys_addr memory_size userspace_addr"));

    /** A memory slot that may have private pages. */
    public static final Layout MEMORY_REGION2 = Layout.of(
            "kvm_userspace_memory_region2",
            160,
            run(0, 4, "slot flags"),
            run(8, 8, "guest_phys_addr memory_size userspace_addr guest_memfd_offset"),
            run(40, 4, "guest_memfd"));

    /** Where private pages come from. */
    public static final Layout CREATE_GUEST_MEMFD = Layout.of("kvm_create_guest_memfd", 64, run(0, 8, "size flags"));

    /** Which pages are private. */
    public static final Layout MEMORY_ATTRIBUTES =
            Layout.of("kvm_memory_attributes", 32, run(0, 8, "address size attributes flags"));

    /** Pages to be mapped before the guest touches them. */
    public static final Layout PRE_FAULT_MEMORY = Layout.of("kvm_pre_fault_memory", 64, run(0, 8, "gpa size flags"));

    /** Which pages were written. */
    public static final Layout DIRTY_LOG = Layout.of("kvm_dirty_log", 16, run(0, 4, "slot"), run(8, 8, "dirty_bitmap"));

    /** A capability to be turned on. */
    public static final Layout ENABLE_CAP =
            Layout.of("kvm_enable_cap", 104, run(0, 4, "cap flags"), run(8, 8, "args[0] args[1] args[2] args[3]"));

    /** Memory that holds pages of a SEV guest. */
    public static final Layout ENC_REGION = Layout.of("kvm_enc_region", 16, run(0, 8, "addr size"));

    /** How a vCPU is watched. */
    public static final Layout GUEST_DEBUG = Layout.of("kvm_guest_debug", 72, run(0, 4, "control"));

    /** MSRs that a guest does not get at by itself: up to 16 ranges. */
    public static final Layout MSR_FILTER = Layout.of("kvm_msr_filter", 392, run(0, 4, "flags"));

    /** A range of {@link #MSR_FILTER}; the first lies at offset 8. */
    public static final Layout MSR_FILTER_RANGE =
            Layout.of("kvm_msr_filter_range", 24, run(0, 4, "flags nmsrs base"), run(16, 8, "bitmap"));

    /** What a processor and its monitor exchange; what the others say of it from offset 32 on depends on the reason. */
    public static final Layout RUN =
            exchange(run(0, 1, "request_interrupt_window immediate_exit"), run(8, 4, "exit_reason"));

    /** {@link #RUN} after {@link ExitReason#IO}. */
    public static final Layout RUN_IO = exchange(
            run(32, 1, "io.direction io.size"),
            run(34, 2, "io.port"),
            run(36, 4, "io.count"),
            run(40, 8, "io.data_offset"));

    /** {@link #RUN} after {@link ExitReason#MMIO}. */
    public static final Layout RUN_MMIO =
            exchange(run(32, 8, "mmio.phys_addr mmio.data"), run(48, 4, "mmio.len"), run(52, 1, "mmio.is_write"));

    /** {@link #RUN} after {@link ExitReason#HYPERCALL}. */
    public static final Layout RUN_HYPERCALL = exchange(
            run(32, 8, "hypercall.nr"),
            run(40, 8, "hypercall.args[0] hypercall.args[1] hypercall.args[2]"),
            run(64, 8, "hypercall.args[3] hypercall.args[4] hypercall.args[5] hypercall.ret"));

    /** {@link #RUN} after {@link ExitReason#FAIL_ENTRY}. */
    public static final Layout RUN_FAIL_ENTRY =
            exchange(run(32, 8, "fail_entry.hardware_entry_failure_reason"), run(40, 4, "fail_entry.cpu"));

    /** {@link #RUN} after {@link ExitReason#INTERNAL_ERROR}. */
    public static final Layout RUN_INTERNAL =
            exchange(run(32, 4, "internal.suberror internal.ndata"), run(40, 8, "internal.data[0]"));

    /** {@link #RUN} after {@link ExitReason#SYSTEM_EVENT}. */
    public static final Layout RUN_SYSTEM_EVENT =
            exchange(run(32, 4, "system_event.type system_event.ndata"), run(40, 8, "system_event.data[0]"));

    /** {@link #RUN} after {@link ExitReason#X86_WRMSR}. */
    public static final Layout RUN_MSR =
            exchange(run(32, 1, "msr.error"), run(40, 4, "msr.reason msr.index"), run(48, 8, "msr.data"));

    /** {@link #RUN} after {@link ExitReason#MEMORY_FAULT}. */
    public static final Layout RUN_MEMORY_FAULT =
            exchange(run(32, 8, "memory_fault.flags memory_fault.gpa memory_fault.size"));

    /** {@link #RUN} after {@link ExitReason#SNP_REQ_CERTS}. */
    public static final Layout RUN_SNP_REQ_CERTS =
            exchange(run(32, 8, "snp_req_certs.gpa snp_req_certs.npages snp_req_certs.ret"));

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
                ENC_REGION,
                GUEST_DEBUG,
                MSR_FILTER,
                MSR_FILTER_RANGE,
                RUN,
                RUN_IO,
                RUN_MMIO,
                RUN_HYPERCALL,
                RUN_FAIL_ENTRY,
                RUN_INTERNAL,
                RUN_SYSTEM_EVENT,
                RUN_MSR,
                RUN_MEMORY_FAULT,
                RUN_SNP_REQ_CERTS);
    }

    private static Layout specialRegisters() {
        List<Slot> slots = new ArrayList<>();
        String[] segments = {"cs", "ds", "es", "fs", "gs", "ss", "tr", "ldt"};
        for (int i = 0; i < segments.length; i++) {
            addInner(slots, i * SEGMENT.size(), segments[i], SEGMENT);
        }
        addInner(slots, 192, "gdt", DTABLE);
        addInner(slots, 208, "idt", DTABLE);
        slots.addAll(run(224, 8, "cr0 cr2 cr3 cr4 cr8 efer apic_base").slots());
        slots.addAll(run(280, 32, "interrupt_bitmap").slots());
        return new Layout("kvm_sregs", 312, slots);
    }

    private static void addInner(List<Slot> slots, int offset, String name, Layout inner) {
        inner.slots().forEach(slot -> slots.add(slot(name + "." + slot.name(), offset + slot.offset(), slot.size())));
    }

    private static Layout exchange(LayoutPart... parts) {
        return Layout.of("kvm_run", 2352, parts);
    }

    /** Fields of one size, one behind the other. */
    private static LayoutPart run(int offset, int size, String names) {
        String[] each = names.split(" ");
        List<Slot> slots = IntStream.range(0, each.length)
                .mapToObj(i -> slot(each[i], offset + i * size, size))
                .toList();
        return () -> slots;
    }

    private static Slot slot(String name, int offset, int size) {
        return size > Long.BYTES ? Slot.bytes(name, offset, size) : Slot.hex(name, offset, size);
    }

    private static String numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "[" + i + "]").collect(Collectors.joining(" "));
    }
}
