// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.state.RegisterSets.Group;

/** Registers by their names in the save area (AMD APM volume 2, table B-4), and where KVM has them. */
final class RegisterTable {
    private static final String GENERAL = "rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags";
    private static final String CONTROL = "cr0 cr2 cr3 cr4 efer";

    /** Name in the save area, name in {@code kvm_sregs}. */
    private static final String[][] SEGMENTS = {
        {"es", "es"},
        {"cs", "cs"},
        {"ss", "ss"},
        {"ds", "ds"},
        {"fs", "fs"},
        {"gs", "gs"},
        {"ldtr", "ldt"},
        {"tr", "tr"}
    };

    private static final String[][] TABLES = {{"gdtr", "gdt"}, {"idtr", "idt"}};

    private static final String[][] DEBUG = {
        {"dr0", "db[0]"}, {"dr1", "db[1]"}, {"dr2", "db[2]"}, {"dr3", "db[3]"}, {"dr6", "dr6"}, {"dr7", "dr7"}
    };

    /**
     * The legacy region of XSAVE (AMD APM volume 2, chapter 11): name, offset, bytes. The tag word is the abridged one.
     */
    private static final Object[][] X87 = {
        {"x87_fcw", 0, 2},
        {"x87_fsw", 2, 2},
        {"x87_ftw", 4, 1},
        {"x87_fop", 6, 2},
        {"x87_rip", 8, 8},
        {"x87_dp", 16, 8},
        {"mxcsr", 24, 4},
    };

    private static final int ST = 32;
    private static final int XMM = 160;

    /**
     * Where the upper halves are in the standard form of every processor that has them (EBX of CPUID leaf D, subleaf
     * 2).
     */
    private static final int YMM = 576;

    /** Name, number. */
    private static final Object[][] MSRS = {
        {"star", 0xC0000081},
        {"lstar", 0xC0000082},
        {"cstar", 0xC0000083},
        {"sfmask", 0xC0000084},
        {"kernel_gs_base", 0xC0000102},
        {"tsc_aux", 0xC0000103},
        {"sysenter_cs", 0x174},
        {"sysenter_esp", 0x175},
        {"sysenter_eip", 0x176},
        {"dbgctl", 0x1D9},
        {"g_pat", 0x277},
        {"u_cet", 0x6A0},
        {"s_cet", 0x6A2},
        {"pl0_ssp", 0x6A4},
        {"pl1_ssp", 0x6A5},
        {"pl2_ssp", 0x6A6},
        {"pl3_ssp", 0x6A7},
        {"isst_addr", 0x6A8},
        {"xss", 0xDA0},
    };

    /** What KVM takes from elsewhere: KVM_SEV_INIT2, and SS for the privilege level. */
    private static final Set<String> NOT_HANDED_OVER = Set.of("sev_features", "cpl");

    private static final Map<String, RegisterPlace> PLACES = places();
    private static final Map<String, Integer> MSR_NUMBERS = msrNumbers();

    private RegisterTable() {}

    static Map<String, RegisterPlace> inStructs() {
        return PLACES;
    }

    static Map<String, Integer> msrs() {
        return MSR_NUMBERS;
    }

    static boolean isKvms(String name) {
        return NOT_HANDED_OVER.contains(name);
    }

    /** Whether KVM can be given it. */
    static boolean has(String name) {
        return PLACES.containsKey(name) || MSR_NUMBERS.containsKey(name);
    }

    private static Map<String, RegisterPlace> places() {
        Map<String, RegisterPlace> places = new LinkedHashMap<>();
        for (String name : GENERAL.split(" ")) {
            places.put(name, place(Group.GENERAL, Layouts.REGS, name));
        }
        for (String name : CONTROL.split(" ")) {
            places.put(name, place(Group.SPECIAL, Layouts.SREGS, name));
        }
        addSegments(places);
        for (String[] row : DEBUG) {
            places.put(row[0], place(Group.DEBUG, Layouts.DEBUGREGS, row[1]));
        }
        places.put("xcr0", place(Group.EXTENDED, Layouts.XCRS, "xcrs[0].value"));
        addFloatingPoint(places);
        return Collections.unmodifiableMap(places);
    }

    private static void addSegments(Map<String, RegisterPlace> places) {
        for (String[] row : SEGMENTS) {
            addParts(places, row, "selector", "limit", "base");
            places.put(row[0] + ".attributes", new RegisterPlace.Attributes(row[1]));
        }
        for (String[] row : TABLES) {
            addParts(places, row, "limit", "base");
        }
    }

    private static void addParts(Map<String, RegisterPlace> places, String[] names, String... parts) {
        for (String part : parts) {
            places.put(names[0] + "." + part, place(Group.SPECIAL, Layouts.SREGS, names[1] + "." + part));
        }
    }

    private static void addFloatingPoint(Map<String, RegisterPlace> places) {
        for (Object[] row : X87) {
            addXsave(places, (String) row[0], (int) row[1], (int) row[2]);
        }
        for (int i = 0; i < 8; i++) {
            addXsave(places, "st" + i + ".significand", ST + i * 16, 8);
            addXsave(places, "st" + i + ".exponent", ST + i * 16 + 8, 2);
        }
        for (int i = 0; i < 16; i++) {
            addHalves(places, "xmm" + i, XMM + i * 16);
            addHalves(places, "ymm" + i, YMM + i * 16);
        }
    }

    private static void addHalves(Map<String, RegisterPlace> places, String name, int offset) {
        addXsave(places, name + ".low", offset, 8);
        addXsave(places, name + ".high", offset + 8, 8);
    }

    private static void addXsave(Map<String, RegisterPlace> places, String name, int offset, int size) {
        places.put(name, new RegisterPlace.Whole(Group.XSAVE, Slot.hex(name, offset, size)));
    }

    private static RegisterPlace place(Group group, Layout layout, String field) {
        return new RegisterPlace.Whole(group, layout.slot(field));
    }

    private static Map<String, Integer> msrNumbers() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Object[] row : MSRS) {
            numbers.put((String) row[0], (Integer) row[1]);
        }
        return Collections.unmodifiableMap(numbers);
    }
}
