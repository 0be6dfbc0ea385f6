// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** x87, SSE and AVX registers in the forms that KVM takes them in. */
final class FloatingPoint {
    private static final int ST_AT = 32;
    private static final int XMM_AT = 160;
    private static final int XSTATE_BV = 512;
    /** Where the upper halves are in the standard form (EBX of CPUID leaf D, subleaf 2). */
    private static final int YMM_AT = 576;

    private static final int X87 = 1;
    private static final int SSE = 2;
    private static final int AVX = 4;
    private static final int XMM_REGISTERS = 16;

    private FloatingPoint() {}

    /** {@code struct kvm_fpu}. */
    static Map<String, Long> ofFpu(ByteBuffer fpu) {
        Map<String, Long> all = new HashMap<>();
        all.put("x87_fcw", word(fpu, 128));
        all.put("x87_fsw", word(fpu, 130));
        all.put("x87_ftw", (long) (fpu.get(132) & 0xff));
        all.put("x87_fop", word(fpu, 134));
        all.put("x87_rip", fpu.getLong(136));
        all.put("x87_dp", fpu.getLong(144));
        stack(all, fpu, 0);
        vectors(all, "xmm", fpu, 152);
        all.put("mxcsr", Integer.toUnsignedLong(fpu.getInt(408)));
        return all;
    }

    /**
     * The XSAVE area in its standard form (AMD APM volume 2, chapter 11), as KVM takes it (Linux, copy_uabi_to_xstate):
     * of a part that is not marked nothing is taken, and what was there before stays; the upper halves alone count as
     * cleared then. MXCSR comes with any of the parts.
     */
    static Map<String, Long> ofXsave(ByteBuffer area) {
        long marked = area.getLong(XSTATE_BV);
        Map<String, Long> all = new HashMap<>();
        if ((marked & (X87 | SSE | AVX)) != 0) {
            all.put("mxcsr", Integer.toUnsignedLong(area.getInt(24)));
        }
        if ((marked & X87) != 0) {
            all.put("x87_fcw", word(area, 0));
            all.put("x87_fsw", word(area, 2));
            all.put("x87_ftw", (long) (area.get(4) & 0xff));
            all.put("x87_fop", word(area, 6));
            all.put("x87_rip", area.getLong(8));
            all.put("x87_dp", area.getLong(16));
            stack(all, area, ST_AT);
        }
        if ((marked & SSE) != 0) {
            vectors(all, "xmm", area, XMM_AT);
        }
        ByteBuffer cleared = ByteBuffer.allocate(XMM_REGISTERS * 16).order(area.order());
        vectors(all, "ymm", (marked & AVX) == 0 ? cleared : area, (marked & AVX) == 0 ? 0 : YMM_AT);
        return all;
    }

    private static void stack(Map<String, Long> all, ByteBuffer from, int at) {
        for (int i = 0; i < 8; i++) {
            all.put("st" + i + ".significand", from.getLong(at + i * 16));
            all.put("st" + i + ".exponent", word(from, at + i * 16 + 8));
        }
    }

    private static void vectors(Map<String, Long> all, String name, ByteBuffer from, int at) {
        for (int i = 0; i < XMM_REGISTERS; i++) {
            all.put(name + i + ".low", from.getLong(at + i * 16));
            all.put(name + i + ".high", from.getLong(at + i * 16 + 8));
        }
    }

    private static long word(ByteBuffer from, int at) {
        return Short.toUnsignedLong(from.getShort(at));
    }
}
