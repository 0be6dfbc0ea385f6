// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registers a virtual processor starts with, or goes on with after it was stopped. Immutable.
 *
 * <p>Registers have their names of the processor's manual in lower case: {@code rip}, {@code rdx}, {@code cr0},
 * {@code efer}, {@code g_pat}, {@code mxcsr}; a part of a segment or table register by {@code cs.selector},
 * {@code cs.attributes}, {@code cs.limit}, {@code cs.base}. Attributes are in the packed form of AMD's manual (volume
 * 2, table B-2). A register that is not named is zero. A platform refuses a name it does not know: leaving it out would
 * change the measurement.
 *
 * @param index the processor's number, from 0
 * @param registers values as unsigned 64-bit numbers in a Java long, sorted by name
 */
public record VcpuState(int index, SortedMap<String, Long> registers) {
    /** Copies the map. */
    public VcpuState {
        if (index < 0) {
            throw new IllegalArgumentException("vCPU " + index);
        }
        registers = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(registers, "registers")));
    }

    /** A state from registers in any order. */
    public static VcpuState of(int index, Map<String, Long> registers) {
        return new VcpuState(index, new TreeMap<>(registers));
    }

    /**
     * The same but for one register.
     *
     * @since 1.2
     */
    public VcpuState with(String register, long value) {
        SortedMap<String, Long> others = new TreeMap<>(registers);
        others.put(register, value);
        return new VcpuState(index, others);
    }

    /** The value of a register; 0 when it is not named. */
    public long get(String register) {
        return registers.getOrDefault(register, 0L);
    }
}
