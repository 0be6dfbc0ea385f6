// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.List;
import java.util.Locale;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/**
 * One answer of CPUID, as the guest is to get it (SEV-SNP firmware ABI, 56860, "CPUID_FUNCTION"). Numbers are unsigned.
 * Immutable.
 *
 * @param eaxIn the leaf
 * @param ecxIn the subleaf
 * @param xcr0In XCR0 at the question, where the answer depends on it
 * @param xssIn XSS at the question, where the answer depends on it
 * @param eax what comes back in EAX
 * @param ebx what comes back in EBX
 * @param ecx what comes back in ECX
 * @param edx what comes back in EDX
 */
public record CpuidPageEntry(int eaxIn, int ecxIn, long xcr0In, long xssIn, int eax, int ebx, int ecx, int edx) {
    /** Bytes that it takes. */
    public static final int SIZE = 48;

    private static final Slot EAX_IN = number("eax_in", 0, 4, "leaf");
    private static final Slot ECX_IN = number("ecx_in", 4, 4, "subleaf");
    private static final Slot XCR0_IN = number("xcr0_in", 8, 8, "XCR0 at the question");
    private static final Slot XSS_IN = number("xss_in", 16, 8, "XSS at the question");
    private static final Slot EAX = number("eax", 24, 4, "answer");
    private static final Slot EBX = number("ebx", 28, 4, "answer");
    private static final Slot ECX = number("ecx", 32, 4, "answer");
    private static final Slot EDX = number("edx", 36, 4, "answer");

    static final Layout LAYOUT =
            new Layout("a CPUID answer", SIZE, List.of(EAX_IN, ECX_IN, XCR0_IN, XSS_IN, EAX, EBX, ECX, EDX));

    static CpuidPageEntry read(Bytes in) {
        return new CpuidPageEntry(
                (int) EAX_IN.number(in),
                (int) ECX_IN.number(in),
                XCR0_IN.number(in),
                XSS_IN.number(in),
                (int) EAX.number(in),
                (int) EBX.number(in),
                (int) ECX.number(in),
                (int) EDX.number(in));
    }

    Bytes encode() {
        byte[] image = new byte[SIZE];
        EAX_IN.put(image, Integer.toUnsignedLong(eaxIn));
        ECX_IN.put(image, Integer.toUnsignedLong(ecxIn));
        XCR0_IN.put(image, xcr0In);
        XSS_IN.put(image, xssIn);
        EAX.put(image, Integer.toUnsignedLong(eax));
        EBX.put(image, Integer.toUnsignedLong(ebx));
        ECX.put(image, Integer.toUnsignedLong(ecx));
        EDX.put(image, Integer.toUnsignedLong(edx));
        return Bytes.of(image);
    }

    /** What the bytes that it was read from say. */
    Structure show(Bytes in, int base) {
        return new Structure("CPUID " + question(), LAYOUT.fields(in, base, Slot::meaning));
    }

    /** Leaf and subleaf for people, in the notation of AMD's manual: {@code leaf 8000_001F, subleaf 0}. */
    public String question() {
        String leaf = eaxIn >>> 16 == 0
                ? Integer.toHexString(eaxIn).toUpperCase(Locale.ROOT)
                : String.format(Locale.ROOT, "%04X_%04X", eaxIn >>> 16, eaxIn & 0xffff);
        return String.format(Locale.ROOT, "leaf %s, subleaf %X", leaf, ecxIn);
    }

    private static Slot number(String name, int offset, int size, String meaning) {
        return new Slot(name, offset, size, Notation.HEX, meaning);
    }
}
