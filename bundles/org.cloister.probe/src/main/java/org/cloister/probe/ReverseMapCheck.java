// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import java.util.OptionalLong;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * The memory that the BIOS reserved for the reverse map table (AMD APM volume 2, 15.36.4). It has 16 bytes for each
 * page of memory and 16 KiB beside; Linux switches SEV-SNP off when it does not cover all memory, the table itself
 * included (arch/x86/virt/svm/sev.c).
 */
final class ReverseMapCheck {
    static final int RMP_BASE = 0xc0010132;
    static final int RMP_END = 0xc0010133;
    static final int RMP_CFG = 0xc0010136;

    private static final Subject SUBJECT = new Subject("bios", "reverse map table", true);
    private static final String COVER_ALL =
            "enable the BIOS options SEV-SNP Support and SNP Memory (RMP Table) Coverage, for all memory";
    private static final int SEGMENTED_CPUID = 23;
    private static final long BOOKKEEPING = 0x4000;
    private static final long PAGES_PER_BYTE = 4096 / 16;
    private static final long GIB = 1L << 30;

    private ReverseMapCheck() {}

    static void make(Host host, boolean offered, ProbeFindings findings) {
        Fact<Long> base = host.msr(RMP_BASE);
        Fact<Long> end = host.msr(RMP_END);
        if (base instanceof Fact.Known<Long> first && end instanceof Fact.Known<Long> last) {
            judge(first.value(), last.value(), host, findings);
        } else {
            RegisterBit.unread(SUBJECT, base instanceof Fact.Known ? end : base, offered, findings);
        }
    }

    private static void judge(long base, long end, Host host, ProbeFindings findings) {
        OptionalLong segment = segment(host);
        if (base == 0 || (segment.isEmpty() && end == 0)) {
            findings.fail(SUBJECT, Cause.DISABLED, "no memory is reserved for it", COVER_ALL);
        } else if (segment.isPresent()) {
            String form = "0x%x, in segments that cover %d GiB each";
            findings.pass(SUBJECT, String.format(Locale.ROOT, form, base, segment.getAsLong() / GIB));
        } else if (Long.compareUnsigned(base, end) >= 0) {
            findings.fail(
                    SUBJECT,
                    Cause.DISABLED,
                    String.format(Locale.ROOT, "0x%x to 0x%x is not a range", base, end),
                    COVER_ALL);
        } else {
            size(base, end, host, findings);
        }
    }

    /**
     * The memory of the kernel is less than all there is, so a table that is smaller than that is certainly too small.
     */
    private static void size(long base, long end, Host host, ProbeFindings findings) {
        long covered = Math.max(0, end - base + 1 - BOOKKEEPING) * PAGES_PER_BYTE;
        long memory = host.memoryInfo("MemTotal").orElse(0) * 1024;
        String seen = String.format(Locale.ROOT, "0x%x to 0x%x covers %d GiB", base, end, covered / GIB);
        findings.require(
                SUBJECT,
                covered >= memory,
                Cause.DISABLED,
                covered >= memory ? seen : seen + String.format(Locale.ROOT, " of %d GiB", memory / GIB),
                COVER_ALL);
    }

    /**
     * RMP_CFG bit 0: the table is in segments, each covering 2 to the power of bits 13 to 8. Processors without
     * segments lack the register.
     */
    private static OptionalLong segment(Host host) {
        boolean able = host.encryptionLeaf()
                .filter(leaf -> (leaf.eax() >>> SEGMENTED_CPUID & 1) != 0)
                .isPresent();
        return able && host.msr(RMP_CFG) instanceof Fact.Known<Long> config && (config.value() & 1) != 0
                ? OptionalLong.of(1L << (config.value() >>> 8 & 0x3f))
                : OptionalLong.empty();
    }
}
