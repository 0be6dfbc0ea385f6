// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.platform.VcpuState;

/**
 * The registers with which the processors of a guest with a secure VM service module begin: in protected mode with flat
 * segments and without paging, all at one place (COCONUT-SVSM's launches, as sev-snp-measure has them; FCW is 0 there,
 * which real launches confirm). The rest is as in {@link InitialState}. Immutable.
 *
 * @param signature family, model and stepping, as in EAX of CPUID leaf 1
 * @param sevFeatures the SEV features of every VMSA, unsigned 64 bits
 * @param entry where all processors begin, below 4 GiB
 */
public record FlatState(int signature, long sevFeatures, long entry) {
    private static final long ALL = 0xffffffffL;
    /** Protection and the coprocessor's type. */
    private static final long PROTECTED = 0x11;

    /**
     * The states of all processors.
     *
     * @param vcpus how many, at least 1
     */
    public List<VcpuState> of(int vcpus) {
        Map<String, Long> registers = new HashMap<>(new InitialState(Profile.INIT2, signature, sevFeatures)
                .of(1, 0)
                .get(0)
                .registers());
        for (String data : List.of("es", "ss", "ds", "fs")) {
            segment(registers, data, 0x10, 0xc93);
        }
        segment(registers, "cs", 0x8, 0xc9b);
        registers.put("cs.base", 0L);
        registers.put("cr0", PROTECTED);
        registers.put("rip", entry);
        registers.put("x87_fcw", 0L);
        List<VcpuState> states = new ArrayList<>(vcpus);
        for (int i = 0; i < vcpus; i++) {
            states.add(VcpuState.of(i, registers));
        }
        return states;
    }

    private static void segment(Map<String, Long> registers, String name, long selector, long attributes) {
        registers.put(name + ".selector", selector);
        registers.put(name + ".attributes", attributes);
        registers.put(name + ".limit", ALL);
    }
}
