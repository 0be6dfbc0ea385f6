// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** The table of initial registers in {@code docs/measured.md}: those of the first vCPU that are not zero. */
class RegistersDocumentTest {
    private static final int MILAN = 0xa00f11;

    @Test
    void theRegisters() throws IOException {
        List<SortedMap<String, Long>> states = Arrays.stream(Profile.values())
                .map(profile ->
                        new InitialState(profile, MILAN, 1).of(1, 0).get(0).registers())
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(Arrays.stream(Profile.values())
                .map(Profile::key)
                .collect(Collectors.joining("` | `", "| register | offset | size | `", "` |")));
        lines.add("|---|---|---|" + "---|".repeat(Profile.values().length));
        for (Register register : Vmsa.registers()) {
            if (states.stream().anyMatch(state -> state.getOrDefault(register.name(), 0L) != 0)) {
                lines.add(row(register, states));
            }
        }
        new PrintedSection("docs/measured.md", "Profile and Vmsa").require(lines);
    }

    private static String row(Register register, List<SortedMap<String, Long>> states) {
        return states.stream()
                .map(state -> value(register, state.getOrDefault(register.name(), 0L)))
                .collect(Collectors.joining(
                        " | ",
                        "| `" + register.name() + "` | 0x" + hex(register.offset()) + " | " + register.width() + " | ",
                        " |"));
    }

    private static String value(Register register, long value) {
        if (value == MILAN) {
            return "CPU signature";
        }
        return register.name().equals("sev_features") ? "VMSA features" : "0x" + hex(value);
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
