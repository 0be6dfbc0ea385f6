// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import org.cloister.api.Problem;

/**
 * Family, model and stepping of a processor as CPUID leaf 1 answers them in EAX (AMD CPUID specification, 25481,
 * Fn0000_0001_EAX). Reserved bits are kept and ignored. Immutable.
 *
 * @param eax unsigned 32 bits
 */
public record CpuSignature(int eax) {
    private static final int MOST_BASE_FAMILY = 0xf;

    /**
     * The signature of a family, model and stepping.
     *
     * @param family base and extended family together, 0 to 270
     * @param model base and extended model together, 0 to 255
     * @param stepping 0 to 15
     * @throws org.cloister.api.CloisterException {@code vcpu.signature} when one of them is out of its range
     */
    public static CpuSignature of(int family, int model, int stepping) {
        inRange("family", family, MOST_BASE_FAMILY + 0xff);
        inRange("model", model, 0xff);
        inRange("stepping", stepping, 0xf);
        int baseFamily = Math.min(family, MOST_BASE_FAMILY);
        int extendedFamily = family - baseFamily;
        return new CpuSignature(
                extendedFamily << 20 | (model >>> 4) << 16 | baseFamily << 8 | (model & 0xf) << 4 | stepping);
    }

    /** Base and extended family together. */
    public int family() {
        return (eax >>> 8 & MOST_BASE_FAMILY) + (eax >>> 20 & 0xff);
    }

    /** Base and extended model together. */
    public int model() {
        return eax >>> 4 & 0xf | eax >>> 12 & 0xf0;
    }

    /** The stepping. */
    public int stepping() {
        return eax & 0xf;
    }

    /** Whether the family is higher than another's, in the same family the model, or of the same model the stepping. */
    public boolean isNewerThan(CpuSignature other) {
        return order() > other.order();
    }

    private int order() {
        return family() << 12 | model() << 4 | stepping();
    }

    private static void inRange(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw Problem.input(CpuCodes.VCPU_SIGNATURE, "this is not a processor's " + part)
                    .at("vcpu-" + part)
                    .found(value)
                    .expected("0 to " + most)
                    .exception();
        }
    }
}
