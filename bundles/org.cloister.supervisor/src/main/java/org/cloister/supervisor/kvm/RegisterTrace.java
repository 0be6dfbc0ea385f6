// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.api.platform.VcpuState;

/**
 * The registers of a virtual processor, followed from where KVM starts it through everything that its program sets.
 * Safe for use by several threads.
 */
final class RegisterTrace {
    private static final List<String> GENERAL = List.of(
            "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rsp", "rbp", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
            "r15", "rip", "rflags");
    private static final List<String> SEGMENTS = List.of("cs", "ds", "es", "fs", "gs", "ss", "tr", "ldtr");
    private static final int SEGMENT_SIZE = 24;
    private static final int GDT = 192;
    private static final int IDT = 208;
    private static final int CONTROL = 224;
    private static final int EFER = 264;
    private static final int DR6 = 32;
    private static final int XCR0 = 16;

    /** EFER.SVME, which KVM sets in every save area. */
    private static final long SVME = 1 << 12;
    /** CR4.MCE, which is the host's (Linux, svm_set_cr4). */
    private static final long MCE = 1 << 6;
    /** CR0.CD and CR0.NW, which the guest's caches do not follow (Linux, svm_set_cr0). */
    private static final long CACHES_OFF = 0x60000000L;

    private static final Map<Integer, String> MSRS = Map.ofEntries(
            Map.entry(0x174, "sysenter_cs"),
            Map.entry(0x175, "sysenter_esp"),
            Map.entry(0x176, "sysenter_eip"),
            Map.entry(0x1D9, "dbgctl"),
            Map.entry(0x277, "g_pat"),
            Map.entry(0x6A0, "u_cet"),
            Map.entry(0x6A2, "s_cet"),
            Map.entry(0xDA0, "xss"),
            Map.entry(0xC0000081, "star"),
            Map.entry(0xC0000082, "lstar"),
            Map.entry(0xC0000083, "cstar"),
            Map.entry(0xC0000084, "sfmask"),
            Map.entry(0xC0000102, "kernel_gs_base"),
            Map.entry(0xC0000103, "tsc_aux"));

    private final Map<String, Long> registers = new HashMap<>(StartingRegisters.all());

    /** Takes what a request sets. */
    synchronized void set(long request, ByteBuffer given) {
        ByteBuffer struct = given.order(ByteOrder.LITTLE_ENDIAN);
        if (request == KvmRequest.SET_REGS.number()) {
            for (int i = 0; i < GENERAL.size(); i++) {
                registers.put(GENERAL.get(i), struct.getLong(i * Long.BYTES));
            }
        } else if (request == KvmRequest.SET_SREGS.number() || request == KvmRequest.SET_SREGS2.number()) {
            special(struct);
        } else if (request == KvmRequest.SET_DEBUGREGS.number()) {
            for (int i = 0; i < 4; i++) {
                registers.put("dr" + i, struct.getLong(i * Long.BYTES));
            }
            registers.put("dr6", struct.getLong(DR6));
            registers.put("dr7", struct.getLong(DR6 + Long.BYTES));
        } else if (request == KvmRequest.SET_XCRS.number()) {
            registers.put("xcr0", struct.getLong(XCR0));
        } else if (request == KvmRequest.SET_FPU.number()) {
            registers.putAll(FloatingPoint.ofFpu(struct));
        } else if (request == KvmRequest.SET_XSAVE.number()) {
            registers.putAll(FloatingPoint.ofXsave(struct));
        }
    }

    private void special(ByteBuffer struct) {
        for (int i = 0; i < SEGMENTS.size(); i++) {
            segment(SEGMENTS.get(i), struct, i * SEGMENT_SIZE);
        }
        registers.put("cpl", registers.get("ss.attributes") >> 5 & 3);
        table("gdtr", struct, GDT);
        table("idtr", struct, IDT);
        for (String name : List.of("cr0", "cr2", "cr3", "cr4")) {
            registers.put(
                    name,
                    struct.getLong(
                            CONTROL + 8 * List.of("cr0", "cr2", "cr3", "cr4").indexOf(name)));
        }
        registers.put("efer", struct.getLong(EFER));
    }

    // struct kvm_segment to the 12 bits of the save area (AMD APM volume 2, table B-2); Linux, svm_set_segment
    private void segment(String name, ByteBuffer struct, int at) {
        boolean present = struct.get(at + 15) != 0 && struct.get(at + 22) == 0;
        int attributes = struct.get(at + 14) & 0xf
                | (struct.get(at + 18) & 1) << 4
                | (struct.get(at + 16) & 3) << 5
                | (present ? 1 << 7 : 0)
                | (struct.get(at + 21) & 1) << 8
                | (struct.get(at + 19) & 1) << 9
                | (struct.get(at + 17) & 1) << 10
                | (struct.get(at + 20) & 1) << 11;
        registers.put(name + ".base", struct.getLong(at));
        registers.put(name + ".limit", Integer.toUnsignedLong(struct.getInt(at + 8)));
        registers.put(name + ".selector", Short.toUnsignedLong(struct.getShort(at + 12)));
        registers.put(name + ".attributes", (long) attributes);
    }

    private void table(String name, ByteBuffer struct, int at) {
        registers.put(name + ".base", struct.getLong(at));
        registers.put(name + ".limit", Short.toUnsignedLong(struct.getShort(at + 8)));
    }

    /** Takes a model-specific register that is set; those that are in no save area are left out. */
    synchronized void setMsr(int number, long value) {
        String name = MSRS.get(number);
        if (name != null) {
            registers.put(name, value);
        }
    }

    /** The registers as KVM writes them into a save area. */
    synchronized VcpuState state(int index) {
        Map<String, Long> all = new HashMap<>(registers);
        all.merge("efer", SVME, (a, b) -> a | b);
        all.merge("cr4", MCE, (a, b) -> a | b);
        all.merge("cr0", CACHES_OFF, (a, b) -> a & ~b);
        all.values().removeIf(value -> value == 0);
        return VcpuState.of(index, all);
    }
}
