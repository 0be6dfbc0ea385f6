// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuidPageTest {
    private static final CpuidPageEntry ENTRY = new CpuidPageEntry(0xd, 1, 2, 3, 0x10203040, 5, 6, 7);

    private static List<CpuidPageEntry> random(Random random, int count) {
        return Stream.generate(() -> new CpuidPageEntry(
                        random.nextInt(),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt(),
                        random.nextInt()))
                .limit(count)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 37, 63, 64})
    void readsWhatItWrote(int count) {
        List<CpuidPageEntry> entries = random(new Random(count), count);
        CpuidPage table = CpuidPage.of(entries);
        assertThat(table.encode().length()).isEqualTo(3088);
        assertThat(CpuidPage.decode(table.encode(), "x").entries()).isEqualTo(entries);
        assertThat(CpuidPage.decode(table.encode(), "x").encode()).isEqualTo(table.encode());
        CpuidPage page = CpuidPage.decode(table.page(), "x");
        assertThat(page.entries()).isEqualTo(entries);
        assertThat(page.encode()).isEqualTo(table.page());
        assertThat(page.violations()).isEmpty();
        assertThat(table.violations()).isEmpty();
        Tiling.check(table.show(), 0, 3088);
        Tiling.check(page.show(), 0, 4096);
        assertThat(page.show().parts()).hasSize(count);
    }

    @Test
    void fieldsLieWhereTheSpecificationSays() {
        Bytes raw = CpuidPage.of(List.of(ENTRY, ENTRY)).raw();
        assertThat(raw.slice(0, 16).hex()).isEqualTo("02000000" + "00".repeat(12));
        assertThat(raw.slice(16, 48).hex())
                .isEqualTo("0d000000" + "01000000" + "0200000000000000" + "0300000000000000" + "40302010" + "05000000"
                        + "06000000" + "07000000" + "0000000000000000");
        assertThat(raw.slice(64, 48)).isEqualTo(raw.slice(16, 48));
    }

    @Test
    void everyAnswerIsAPart() {
        Structure shown = CpuidPage.of(List.of(ENTRY, ENTRY)).show();
        Structure second = shown.parts().get(1);
        assertThat(second.kind()).isEqualTo("CPUID leaf D, subleaf 1");
        Tiling.check(second, 64, 48);
        assertThat(Tiling.field(second, "eax").value()).isEqualTo("0x10203040");
        assertThat(Tiling.field(shown, "count").value()).isEqualTo("2");
    }

    @Test
    void everyReservedByteIsMissedWhenItIsNotZero() {
        Bytes good = CpuidPage.of(List.of(ENTRY, ENTRY)).page();
        assertViolation(good, 4, 16, 4);
        assertViolation(good, 16 + 40, 16 + 48, 16 + 40);
        assertViolation(good, 64 + 40, 64 + 48, 64 + 40);
        assertViolation(good, 112, 160, 112);
        assertViolation(good, 3088, 4096, 3088);
    }

    @Test
    void theViewShowsReservedBytesAsTheyAre() {
        Bytes odd = Hostile.changed(CpuidPage.of(List.of(ENTRY)).raw(), 16 + 40, 9);
        Structure part = CpuidPage.decode(odd, "x").show().parts().get(0);
        assertThat(Tiling.field(part, "reserved").value()).isEqualTo("0900000000000000");
    }

    private static void assertViolation(Bytes good, int from, int to, int expected) {
        for (int i = from; i < to; i++) {
            assertThat(CpuidPage.decode(Hostile.changed(good, i, 1), "x").violations())
                    .as("offset 0x%x", i)
                    .extracting(Violation::offset)
                    .containsExactly(expected);
        }
    }

    @Test
    void refusesMoreThan64Answers() {
        Bytes good = CpuidPage.of(List.of()).raw();
        assertThat(refused("cpuid.count", () -> CpuidPage.decode(Hostile.changed(good, 0, 65), "c.bin"))
                        .message())
                .contains("c.bin, count at offset 0x0", "found 65", "at most 64");
        refused("cpuid.count", () -> CpuidPage.decode(Hostile.changed(good, 3, 0x80), "c.bin"));
        refused("cpuid.count", () -> CpuidPage.of(Collections.nCopies(65, ENTRY)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 3087, 3089, 4095, 4097})
    void refusesOtherLengths(int length) {
        assertThat(refused("cpuid.length", () -> CpuidPage.decode(Bytes.of(new byte[length]), "c"))
                        .found())
                .isEqualTo(length + " bytes");
    }

    @Test
    void hostileBytes() {
        Hostile.random(CpuidPage.SIZE, CpuidPageTest::read);
        Hostile.mutated(CpuidPage.of(random(new Random(1), 3)).raw(), CpuidPageTest::read);
    }

    private static void read(Bytes bytes) {
        CpuidPage page = CpuidPage.decode(bytes, "page");
        page.show();
        page.violations();
        page.entries();
    }
}
