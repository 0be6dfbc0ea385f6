// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which register lies where in the save area of an SEV-ES or SEV-SNP guest: AMD APM volume 2, table B-4. */
final class SaveArea {
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs", "gdtr", "ldtr", "idtr", "tr"};

    /** Runs of registers of one width: offset, width, names. */
    private static final Object[][] RUNS = {
        {0x0a0, 8, "pl0_ssp pl1_ssp pl2_ssp pl3_ssp u_cet"},
        {0x0ca, 1, "vmpl cpl"},
        {0x0d0, 8, "efer"},
        {0x140, 8, "xss cr4 cr3 cr0 dr7 dr6 rflags rip dr0 dr1 dr2 dr3"},
        {0x1a0, 8, "dr0_addr_mask dr1_addr_mask dr2_addr_mask dr3_addr_mask"},
        {0x1d8, 8, "rsp s_cet ssp isst_addr rax star lstar cstar sfmask kernel_gs_base"},
        {0x228, 8, "sysenter_cs sysenter_esp sysenter_eip cr2"},
        {0x268, 8, "g_pat dbgctl br_from br_to last_excp_from last_excp_to"},
        {0x2e8, 4, "pkru tsc_aux"},
        {0x2f0, 8, "guest_tsc_scale guest_tsc_offset"},
        {0x308, 8, "rcx rdx rbx"},
        {0x328, 8, "rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15"},
        {0x390, 8, "guest_exitinfo1 guest_exitinfo2 guest_exitintinfo guest_nrip sev_features vintr_ctrl"},
        {0x3c0, 8, "guest_exitcode virtual_tom tlb_id pcpu_id event_inj xcr0"},
        {0x400, 8, "x87_dp"},
        {0x408, 4, "mxcsr"},
        {0x40c, 2, "x87_ftw x87_fsw x87_fcw x87_fop x87_ds x87_cs"},
        {0x418, 8, "x87_rip"},
    };

    private static final int X87 = 0x420;
    private static final int XMM = 0x470;
    private static final int YMM = 0x570;

    private SaveArea() {}

    /** All registers by name, in the order of their offsets. */
    static Map<String, Register> registers() {
        List<Register> all = new ArrayList<>();
        for (int i = 0; i < SEGMENTS.length; i++) {
            addSegment(all, SEGMENTS[i], i * 16);
        }
        for (Object[] run : RUNS) {
            addRun(all, (int) run[0], (int) run[1], ((String) run[2]).split(" "));
        }
        addFloatingPoint(all);
        Map<String, Register> byName = new LinkedHashMap<>();
        all.forEach(register -> byName.put(register.name(), register));
        return Collections.unmodifiableMap(byName);
    }

    private static void addSegment(List<Register> all, String name, int offset) {
        all.add(new Register(name + ".selector", offset, 2));
        all.add(new Register(name + ".attributes", offset + 2, 2));
        all.add(new Register(name + ".limit", offset + 4, 4));
        all.add(new Register(name + ".base", offset + 8, 8));
    }

    private static void addRun(List<Register> all, int offset, int width, String[] names) {
        for (int i = 0; i < names.length; i++) {
            all.add(new Register(names[i], offset + i * width, width));
        }
    }

    /** Registers wider than 64 bits come in two parts; {@code ymm} is the upper half alone, as in the save area. */
    private static void addFloatingPoint(List<Register> all) {
        // Not one after another: Linux found eight significands, then eight exponents (arch/x86/kvm/svm/sev.c,
        // sev_es_sync_vmsa)
        for (int i = 0; i < 8; i++) {
            all.add(new Register("st" + i + ".significand", X87 + i * 8, 8));
        }
        for (int i = 0; i < 8; i++) {
            all.add(new Register("st" + i + ".exponent", X87 + 64 + i * 2, 2));
        }
        for (int i = 0; i < 16; i++) {
            addRun(all, XMM + i * 16, 8, new String[] {"xmm" + i + ".low", "xmm" + i + ".high"});
        }
        for (int i = 0; i < 16; i++) {
            addRun(all, YMM + i * 16, 8, new String[] {"ymm" + i + ".low", "ymm" + i + ".high"});
        }
    }
}
