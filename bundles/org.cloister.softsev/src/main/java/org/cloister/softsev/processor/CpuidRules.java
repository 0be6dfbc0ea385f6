// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.softsev.model.EmulatedGeneration;

/**
 * What the firmware lets CPUID answer in a guest, leaf by leaf (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_CPUID"). The
 * rules of Genoa are those that the firmware which AMD published has (AMD-ASPFW, {@code cpuid_lookup}); what the other
 * generations have otherwise is taken from what their processors are known to answer, and not verified.
 */
final class CpuidRules {
    private static final long STANDARD_END = 0xffff;
    private static final long EXTENDED = 0x80000000L;
    private static final long EXTENDED_END = 0x8000ffffL;

    /**
     * Leaf, subleaf, and the rules of EAX, EBX, ECX, EDX. Leaf 1 has the processor's signature, 0xd the sizes of XSAVE
     * besides.
     */
    private static final String GENOA = """
            0x0        0x0  <=0x10          *               *               *
            0x1        0x0  *               15:8=8,7:0=0    &0xfefa320b     &0x178bfbff
            0x2        0x0  *               *               *               *
            0x4        0x0  *               *               *               *
            0x5        0x0  &0xffff         &0xffff         &0x3            &0xff
            0x6        0x0  &0x4            =0              &0x1            =0
            0x7        0x0  <=0x1           &0xf1bf97a9     &0x415fde       &0x10000010
            0x7        0x1  &0x20           =0              =0              =0
            0xb        0x0  &0x1f           &0xffff         &0xffff         *
            0xb        0x1  &0x1f           &0xffff         &0xffff         *
            0xb        0x2  &0x1f           &0xffff         &0xffff         *
            0xd        0x0  1:0=3,&0x2e7    *               *               =0
            0xd        0x1  &0xf            *               &0x1800         =0
            0xd        0x2  =0x100          =0x240          =0              =0
            0xd        0x5  =0x40           =0x340          &0x3            =0
            0xd        0x6  =0x200          =0x380          &0x3            =0
            0xd        0x7  =0x400          =0x580          &0x3            =0
            0xd        0x9  =0x8            =0x980          =0              =0
            0xd        0xb  =0x10           =0              =0x1            =0
            0xd        0xc  =0x18           =0              =0x1            =0
            0xf        0x0  =0              *               =0              &0x2
            0xf        0x1  &0x1ff          *               *               &0x7
            0x10       0x0  =0              &0x6            =0              =0
            0x10       0x1  &0x1f           *               &0x4            &0xffff
            0x80000000 0x0  <=0x80000028    *               *               *
            0x80000001 0x0  *               &0xf0000000     &0x75c237ff     &0x2fd3fbff
            0x80000002 0x0  *               *               *               *
            0x80000003 0x0  *               *               *               *
            0x80000004 0x0  *               *               *               *
            0x80000005 0x0  *               *               *               *
            0x80000006 0x0  *               *               *               &0xfffcffff
            0x80000007 0x0  =0              &0x3b           *               &0x6799
            0x80000008 0x0  7:0<=52,15:8<=57,31:24=0 &0x79bef35f &0x3f0ff   15:0<=7,23:16<=1,31:24=0
            0x8000000a 0x0  &0xff           *               =0              &0x1fbfbcff
            0x80000019 0x0  *               *               =0              =0
            0x8000001a 0x0  &0x7            =0              =0              =0
            0x8000001b 0x0  &0xbff          =0              =0              =0
            0x8000001d 0x0  &0x3ffc3ff      *               *               &0x3
            0x8000001d 0x1  &0x3ffc3ff      *               *               &0x3
            0x8000001d 0x2  &0x3ffc3ff      *               *               &0x3
            0x8000001d 0x3  &0x3ffc3ff      *               *               &0x3
            0x8000001d 0x4  &0xf            =0              *               =0
            0x8000001e 0x0  *               &0xffff         &0x7ff          =0
            0x8000001f 0x0  &0x30fffff      15:12<=4,31:16=0 *              *
            0x80000020 0x0  =0              &0x1e           =0              =0
            0x80000020 0x1  *               =0              =0              *
            0x80000020 0x2  *               =0              =0              *
            0x80000020 0x3  =0              *               &0x7f           =0
            0x80000021 0x0  &0x18062fcf     &0xfff          =0              =0
            0x80000022 0x0  &0x7            3:0<=6,9:4<=16  *               =0
            0x80000023 0x0  &0x1            *               =0              =0
            0x80000026 0x0  *               *               *               *
            0x80000026 0x1  *               *               *               *
            0x80000026 0x2  *               *               *               *
            0x80000026 0x3  *               *               *               *
            """;

    private final Map<Question, Answer> rules = new HashMap<>();
    private final CpuSignature signature;
    private final int cbit;

    CpuidRules(EmulatedGeneration generation, int cbit) {
        signature = generation.signature();
        this.cbit = cbit;
        List.of(GENOA, generation.cpuid().rules())
                .forEach(table -> table.lines().forEach(this::add));
    }

    private record Question(int leaf, int subleaf) {}

    private record Answer(CpuidRule eax, CpuidRule ebx, CpuidRule ecx, CpuidRule edx) {}

    /**
     * An answer as the firmware wants it; the same when it has nothing against it. Leaves of neither the standard nor
     * the extended range are the hypervisor's; of those that are not known all must be zeros.
     */
    CpuidPageEntry correct(CpuidPageEntry given) {
        if (!concern(given)) {
            return given;
        }
        Answer rule = rules.get(new Question(given.eaxIn(), given.ecxIn()));
        return rule == null ? with(given, 0, 0, 0, 0) : special(apply(given, rule));
    }

    /** Whether an answer is checked: that of a leaf of the standard or the extended range. */
    static boolean concern(CpuidPageEntry given) {
        long leaf = Integer.toUnsignedLong(given.eaxIn());
        return leaf <= STANDARD_END || leaf >= EXTENDED && leaf <= EXTENDED_END;
    }

    private static CpuidPageEntry apply(CpuidPageEntry given, Answer rule) {
        return with(
                given,
                rule.eax().correct(given.eax()),
                rule.ebx().correct(given.ebx()),
                rule.ecx().correct(given.ecx()),
                rule.edx().correct(given.edx()));
    }

    private CpuidPageEntry special(CpuidPageEntry given) {
        return switch (given.eaxIn()) {
            case CpuidLeaf.SIGNATURE, CpuidLeaf.EXTENDED_SIGNATURE -> signed(given);
            case CpuidLeaf.EXTENDED_STATE -> XsaveSize.correct(given);
            case CpuidLeaf.ENCRYPTED_MEMORY ->
                with(given, given.eax(), given.ebx() & ~0x3f | cbit, given.ecx(), given.edx());
            default -> given;
        };
    }

    // No newer processor than this one.
    private CpuidPageEntry signed(CpuidPageEntry given) {
        boolean newer = new CpuSignature(given.eax()).isNewerThan(signature);
        int eax = newer ? signature.eax() : given.eax() & ~0xf000f000;
        return with(given, eax, given.ebx(), given.ecx(), given.edx());
    }

    private void add(String row) {
        String[] words = row.strip().split(" +");
        Question question = new Question(
                Long.decode(words[0]).intValue(), Long.decode(words[1]).intValue());
        rules.put(
                question,
                new Answer(
                        CpuidRule.parse(words[2]),
                        CpuidRule.parse(words[3]),
                        CpuidRule.parse(words[4]),
                        CpuidRule.parse(words[5])));
    }

    private static CpuidPageEntry with(CpuidPageEntry given, int eax, int ebx, int ecx, int edx) {
        return new CpuidPageEntry(given.eaxIn(), given.ecxIn(), given.xcr0In(), given.xssIn(), eax, ebx, ecx, edx);
    }
}
