// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.platform.VcpuState;

/**
 * The registers with which the processors of a guest begin: those of a reset (AMD APM volume 2, 14.1.3), as the monitor
 * of a {@link Profile} changes them. Immutable.
 *
 * @param profile whose launch it is
 * @param signature family, model and stepping, as in EAX of CPUID leaf 1
 * @param sevFeatures the SEV features of every VMSA, unsigned 64 bits
 */
public record InitialState(Profile profile, int signature, long sevFeatures) {
    /** Where the first processor begins. */
    public static final long RESET_VECTOR = 0xfffffff0L;

    /**
     * The states of all processors.
     *
     * @param vcpus how many, at least 1
     * @param othersAt where those other than the first begin, below 4 GiB; ignored for one
     */
    public List<VcpuState> of(int vcpus, long othersAt) {
        List<VcpuState> states = new ArrayList<>(vcpus);
        states.add(VcpuState.of(0, registers(RESET_VECTOR, true)));
        Map<String, Long> others = registers(othersAt, false);
        for (int i = 1; i < vcpus; i++) {
            states.add(VcpuState.of(i, others));
        }
        return states;
    }

    private Map<String, Long> registers(long start, boolean first) {
        Map<String, Long> registers = new HashMap<>();
        segments(registers, start, first);
        registers.put("efer", 0x1000L); // KVM sets SVME in every VMSA
        registers.put("cr4", 0x40L); // and MCE
        registers.put("cr0", 0x10L);
        registers.put("dr7", 0x400L);
        registers.put("dr6", 0xffff0ff0L);
        registers.put("rflags", 2L);
        registers.put("rip", start & 0xffff);
        registers.put("rdx", profile.rdx(signature));
        registers.put("g_pat", profile.gPat());
        registers.put("sev_features", sevFeatures);
        registers.put("xcr0", 1L);
        registers.put("mxcsr", (long) profile.mxcsr());
        registers.put("x87_fcw", (long) profile.fcw());
        return registers;
    }

    private void segments(Map<String, Long> registers, long start, boolean first) {
        for (String data : List.of("es", "ds", "fs", "gs")) {
            segment(registers, data, 0x93);
        }
        segment(registers, "cs", profile.csAttributes(first));
        registers.put("cs.selector", 0xf000L);
        registers.put("cs.base", start & 0xffff0000L);
        segment(registers, "ss", profile.ssAttributes());
        segment(registers, "ldtr", 0x82);
        segment(registers, "tr", profile.trAttributes());
        segment(registers, "gdtr", 0);
        segment(registers, "idtr", 0);
    }

    private static void segment(Map<String, Long> registers, String name, int attributes) {
        registers.put(name + ".attributes", (long) attributes);
        registers.put(name + ".limit", 0xffffL);
    }
}
