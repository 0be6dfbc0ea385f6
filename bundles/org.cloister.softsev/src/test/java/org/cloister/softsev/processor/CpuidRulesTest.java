// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CpuidRulesTest {
    /** Leaf, subleaf, XCR0, XSS; EAX, EBX, ECX, EDX as given; and as the firmware wants them. */
    @ParameterizedTest
    @CsvSource({
        "GENOA, 0x0,  0, 0, 0, 0x10 0x1 0x2 0x3,             0x10 0x1 0x2 0x3",
        "GENOA, 0x0,  0, 0, 0, 0x11 0x1 0x2 0x3,             0x10 0x1 0x2 0x3",
        "GENOA, 0x1,  0, 0, 0, 0xa10f11 0x800 0x0 0x0,       0xa10f11 0x800 0x0 0x0",
        "GENOA, 0x1,  0, 0, 0, 0xa00f11 0x800 0x0 0x0,       0xa00f11 0x800 0x0 0x0",
        "GENOA, 0x1,  0, 0, 0, 0xa10f12 0x800 0x0 0x0,       0xa10f11 0x800 0x0 0x0",
        "MILAN, 0x1,  0, 0, 0, 0xa10f11 0x800 0x0 0x0,       0xa00f11 0x800 0x0 0x0",
        "MILAN, 0x1,  0, 0, 0, 0xb00f21 0x800 0x0 0x0,       0xa00f11 0x800 0x0 0x0",
        "GENOA, 0x1,  0, 0, 0, 0xa10f11 0x2010407 0x0 0x0,   0xa10f11 0x2010800 0x0 0x0",
        "GENOA, 0x1,  0, 0, 0, 0x0 0x800 0xffffffff 0xffffffff, 0x0 0x800 0xfefa320b 0x178bfbff",
        "GENOA, 0x6,  0, 0, 0, 0xff 0x1 0x9 0x2,             0x4 0x0 0x1 0x0",
        "GENOA, 0x7,  0, 0, 0, 0x1 0x2 0x10 0xac000010,      0x1 0x0 0x10 0x10",
        "MILAN, 0x7,  0, 0, 0, 0x1 0x10000 0x0 0x0,          0x0 0x0 0x0 0x0",
        "TURIN, 0x7,  0, 0, 0, 0x1 0x10000 0x8000000 0x100,  0x1 0x10000 0x8000000 0x100",
        "GENOA, 0x7,  0, 0, 0, 0x1 0x10000 0x8000000 0x100,  0x1 0x10000 0x0 0x0",
        "GENOA, 0xd,  0, 1, 0, 0x207 0x240 0x988 0x1,        0x207 0x240 0x988 0x0",
        "GENOA, 0xd,  0, 1, 0, 0x4 0x988 0x988 0x0,          0x7 0x240 0x988 0x0",
        "GENOA, 0xd,  0, 7, 0, 0x7 0x240 0x988 0x0,          0x7 0x340 0x988 0x0",
        "GENOA, 0xd,  0, 0x2e7, 0, 0x7 0x240 0x988 0x0,      0x7 0x988 0x988 0x0",
        "GENOA, 0xd,  1, 1, 0, 0xff 0x348 0x1801 0x0,        0xf 0x240 0x1800 0x0",
        "GENOA, 0xd,  1, 0x2e7, 0x1800, 0x0 0x240 0x0 0x0,   0x0 0x9b0 0x0 0x0",
        "GENOA, 0xd,  2, 0, 0, 0x100 0x240 0x0 0x0,          0x100 0x240 0x0 0x0",
        "GENOA, 0xd,  3, 0, 0, 0x1 0x0 0x0 0x0,              0x0 0x0 0x0 0x0",
        "GENOA, 0x3,  0, 0, 0, 0x1 0x2 0x3 0x4,              0x0 0x0 0x0 0x0",
        "GENOA, 0x12, 0, 0, 0, 0x0 0x0 0x0 0x0,              0x0 0x0 0x0 0x0",
        "GENOA, 0x40000000, 0, 0, 0, 0x1 0x2 0x3 0x4,        0x1 0x2 0x3 0x4",
        "GENOA, 0x10000, 0, 0, 0, 0x1 0x2 0x3 0x4,           0x1 0x2 0x3 0x4",
        "GENOA, 0x80010000, 0, 0, 0, 0x1 0x2 0x3 0x4,        0x1 0x2 0x3 0x4",
        "GENOA, 0x8000ffff, 0, 0, 0, 0x1 0x2 0x3 0x4,        0x0 0x0 0x0 0x0",
        "GENOA, 0x80000008, 0, 0, 0, 0x13a35 0x2000000 0x0 0x8, 0x13934 0x0 0x0 0x7",
        "GENOA, 0x80000008, 0, 0, 0, 0xff003934 0x0 0x0 0x50003, 0x3934 0x0 0x0 0x10003",
        "MILAN, 0x80000008, 0, 0, 0, 0x3934 0x0 0x0 0x0,     0x3030 0x0 0x0 0x0",
        "GENOA, 0x8000001f, 0, 0, 0, 0x1a 0x73 0x3ee 0x38b,  0x1a 0x73 0x3ee 0x38b",
        "GENOA, 0x8000001f, 0, 0, 0, 0x8000001a 0x1506f 0x0 0x0, 0x1a 0x4073 0x0 0x0"
    })
    void answersBecomeWhatIsAllowed(
            EmulatedGeneration generation,
            String leaf,
            int subleaf,
            String xcr0,
            String xss,
            String given,
            String allowed) {
        CpuidRules rules = new CpuidRules(generation, 51);
        assertThat(rules.correct(entry(leaf, subleaf, xcr0, xss, given)))
                .isEqualTo(entry(leaf, subleaf, xcr0, xss, allowed));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void whatWasCorrectedIsAllowed(EmulatedGeneration generation) {
        CpuidRules rules = new CpuidRules(generation, 47);
        for (CpuidPageEntry entry : CpuidTable.of(PlatformSettings.DEFAULT)) {
            CpuidPageEntry once = rules.correct(entry);
            assertThat(rules.correct(once)).isEqualTo(once);
        }
    }

    /** Of what a machine answers, the firmware forbids what KVM is known to offer too much, and nothing else. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void tablesAreThoseOfTheirProcessor(EmulatedGeneration generation) {
        PlatformSettings settings = new PlatformSettings(1006, 907, 51, 1, generation, 0, 512, 1L << 40);
        CpuidRules rules = new CpuidRules(generation, 51);
        List<Integer> corrected = CpuidTable.of(settings).stream()
                .filter(entry -> !rules.correct(entry).equals(entry))
                .map(CpuidPageEntry::eaxIn)
                .toList();
        assertThat(corrected).containsOnly(0x1, 0x7, 0xd, 0x80000008);
    }

    @Test
    void wholeMasksKeepTheHighestBit() {
        assertThat(CpuidRule.parse("&0xffffffff").correct(-1)).isEqualTo(-1);
        assertThat(CpuidRule.parse("<=0x80000028").correct(0x80000029)).isEqualTo(0x80000028);
        assertThat(CpuidRule.parse("31:24=255,7:0=1").correct(0)).isEqualTo(0xff000001);
    }

    private static CpuidPageEntry entry(String leaf, int subleaf, String xcr0, String xss, String registers) {
        String[] words = registers.split(" ");
        return new CpuidPageEntry(
                number(leaf),
                subleaf,
                Long.decode(xcr0),
                Long.decode(xss),
                number(words[0]),
                number(words[1]),
                number(words[2]),
                number(words[3]));
    }

    private static int number(String text) {
        return Long.decode(text).intValue();
    }

    /** CPUID leaf 8000_001F: which protections there are, C-bit and reduction, identifiers. */
    @ParameterizedTest
    @CsvSource({
        "NAPLES, 0x7,  0x16f,  15,   1",
        "ROME,   0xf,  0x16f,  509,  410",
        "MILAN,  0x3f, 0x4173, 509,  410",
        "GENOA,  0x3f, 0x4173, 1006, 907"
    })
    void processorsTellWhatTheyProtect(EmulatedGeneration generation, String eax, String ebx, int ecx, int edx) {
        assertThat(CpuidTable.of(PlatformSettings.of(generation)))
                .contains(new CpuidPageEntry(0x8000001f, 0, 0, 0, number(eax), number(ebx), ecx, edx));
    }
}
