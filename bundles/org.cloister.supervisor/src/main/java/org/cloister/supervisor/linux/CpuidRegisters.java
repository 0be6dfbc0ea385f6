// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

/**
 * What CPUID answers. Immutable.
 *
 * @param eax the register afterwards
 * @param ebx likewise
 * @param ecx likewise
 * @param edx likewise
 */
public record CpuidRegisters(int eax, int ebx, int ecx, int edx) {
    /** The same with another EAX. */
    public CpuidRegisters withEax(int value) {
        return new CpuidRegisters(value, ebx, ecx, edx);
    }
}
