// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.tcb.TcbComponent.BOOTLOADER;
import static org.cloister.amd.tcb.TcbComponent.FMC;
import static org.cloister.amd.tcb.TcbComponent.MICROCODE;
import static org.cloister.amd.tcb.TcbComponent.SNP;
import static org.cloister.amd.tcb.TcbComponent.SPARE_4;
import static org.cloister.amd.tcb.TcbComponent.TEE;
import static org.cloister.amd.tcb.TcbLayout.FMC_TEE_SNP;
import static org.cloister.amd.tcb.TcbLayout.WITHOUT_FMC;
import static org.cloister.amd.tcb.TcbLayout.WITH_FMC;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.testdata.Tiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TcbVersionTest {
    @ParameterizedTest
    @CsvSource({
        "WITHOUT_FMC, BOOTLOADER, 0", "WITHOUT_FMC, TEE, 1", "WITHOUT_FMC, SPARE_4, 2", "WITHOUT_FMC, SPARE_5, 3",
        "WITHOUT_FMC, SPARE_6, 4", "WITHOUT_FMC, SPARE_7, 5", "WITHOUT_FMC, SNP, 6", "WITHOUT_FMC, MICROCODE, 7",
        "WITH_FMC, FMC, 0", "WITH_FMC, BOOTLOADER, 1", "WITH_FMC, TEE, 2", "WITH_FMC, SNP, 3",
        "WITH_FMC, SPARE_5, 4", "WITH_FMC, SPARE_6, 5", "WITH_FMC, SPARE_7, 6", "WITH_FMC, MICROCODE, 7",
        "FMC_TEE_SNP, FMC, 0", "FMC_TEE_SNP, TEE, 1", "FMC_TEE_SNP, SNP, 2"
    })
    void everyByteIsItsComponent(TcbLayout layout, TcbComponent component, int number) {
        TcbVersion version = new TcbVersion(0xabL << number * 8, layout);
        assertThat(version.get(component)).hasValue(0xab);
        assertThat(TcbVersion.of(layout, Map.of(component, 0xab))).isEqualTo(version);
        assertThat(layout.components().get(number)).isEqualTo(component);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(TcbLayout layout) {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            long used = -1L >>> Long.SIZE - 8 * layout.components().size();
            TcbVersion version = new TcbVersion(random.nextLong() & used, layout);
            Map<TcbComponent, Integer> parts = layout.components().stream()
                    .collect(Collectors.toMap(
                            Function.identity(), one -> version.get(one).orElseThrow()));
            assertThat(TcbVersion.of(layout, parts)).isEqualTo(version);
        }
    }

    /** R16, V15: as AMD's firmware compares. */
    @ParameterizedTest
    @CsvSource({
        "WITHOUT_FMC, 2 0 0 0 0 0 9 200, 3 0 0 0 0 0 8 115, -1",
        "WITHOUT_FMC, 3 0 0 0 0 0 9 0, 3 0 0 0 0 0 8 255, 1",
        "WITHOUT_FMC, 3 1 0 0 0 0 8 0, 3 0 0 0 0 0 9 255, 1",
        "WITHOUT_FMC, 3 0 0 0 0 0 8 219, 3 0 0 0 0 0 8 115, 1",
        "WITHOUT_FMC, 255 0 0 0 0 0 0 0, 1 0 0 0 0 0 0 0, 1",
        "WITHOUT_FMC, 0 0 1 0 0 0 0 0, 0 0 0 0 0 0 9 9, 1",
        "WITH_FMC, 1 9 9 9 0 0 0 99, 2 0 0 0 0 0 0 0, -1",
        "WITH_FMC, 1 3 0 4 0 0 0 71, 1 3 0 4 0 0 0 71, 0",
        "FMC_TEE_SNP, 1 2 3 0 0 0 0 9, 1 2 3 0 0 0 0 0, 0",
        "FMC_TEE_SNP, 1 2 9 0 0 0 0 0, 1 3 0 0 0 0 0 0, -1"
    })
    void theFirstComponentThatDiffersDecides(TcbLayout layout, String left, String right, int expected) {
        TcbVersion one = version(layout, left);
        TcbVersion other = version(layout, right);
        assertThat(one.isAbove(other)).isEqualTo(expected > 0);
        assertThat(other.isAbove(one)).isEqualTo(expected < 0);
    }

    private static TcbVersion version(TcbLayout layout, String bytes) {
        long raw = 0;
        String[] all = bytes.split(" ");
        for (int i = 0; i < all.length; i++) {
            raw |= Long.parseLong(all[i]) << 8 * i;
        }
        return new TcbVersion(raw, layout);
    }

    @ParameterizedTest
    @CsvSource({
        "WITHOUT_FMC, BOOTLOADER, ''",
        "WITHOUT_FMC, SNP, BOOTLOADER TEE",
        "WITHOUT_FMC, MICROCODE, BOOTLOADER TEE SNP",
        "WITH_FMC, SNP, FMC BOOTLOADER TEE",
        "FMC_TEE_SNP, SNP, FMC TEE",
        "FMC_TEE_SNP, MICROCODE, ''"
    })
    void keysOfEarlierComponentsDeriveThoseOfLaterOnes(TcbLayout layout, TcbComponent component, String before) {
        assertThat(layout.before(component).stream().map(Enum::name).collect(Collectors.joining(" ")))
                .isEqualTo(before);
    }

    @Test
    void demandsAreComparedByComponentNotAsANumber() {
        TcbVersion reported = TcbVersion.of(WITHOUT_FMC, Map.of(BOOTLOADER, 9, SNP, 8, MICROCODE, 115));
        TcbVersion least = TcbVersion.of(WITHOUT_FMC, Map.of(BOOTLOADER, 3, SNP, 9, MICROCODE, 115));
        assertThat(reported.below(least)).containsExactly(SNP);
        assertThat(least.below(reported)).containsExactly(BOOTLOADER);
        assertThat(reported.atLeast(least)).isFalse();
        assertThat(reported.atLeast(reported)).isTrue();
    }

    @Test
    void bytesAreUnsigned() {
        TcbVersion high = TcbVersion.of(WITHOUT_FMC, Map.of(MICROCODE, 0xdb));
        assertThat(high.atLeast(TcbVersion.of(WITHOUT_FMC, Map.of(MICROCODE, 0x73))))
                .isTrue();
        assertThat(high.get(MICROCODE)).hasValue(0xdb);
    }

    @Test
    void spareComponentsCountToo() {
        TcbVersion spare = TcbVersion.of(WITHOUT_FMC, Map.of(SPARE_4, 1));
        assertThat(new TcbVersion(0, WITHOUT_FMC).below(spare)).containsExactly(SPARE_4);
        assertThat(spare).hasToString("bootloader=0,tee=0,spare4=1,snp=0,microcode=0");
    }

    @Test
    void spareComponentsAreToldWhereTheyAreNotZero() {
        assertThat(TcbVersion.of(WITHOUT_FMC, Map.of(SPARE_4, 1)))
                .hasToString("bootloader=0,tee=0,spare4=1,snp=0,microcode=0");
        assertThat(version(FMC_TEE_SNP, "1 2 3 0 0 0 0 0")).hasToString("fmc=1,tee=2,snp=3");
    }

    @Test
    void versionsOfDifferentGenerationsAreNotCompared() {
        refused("tcb.layout", () -> new TcbVersion(0, WITHOUT_FMC).below(new TcbVersion(0, WITH_FMC)));
        refused("tcb.layout", () -> new TcbVersion(0, WITHOUT_FMC).isAbove(new TcbVersion(0, WITH_FMC)));
    }

    @Test
    void refusesWhatTheLayoutLacksAndWhatIsNoByte() {
        TcbVersion version = new TcbVersion(0, WITHOUT_FMC);
        assertThat(version.get(FMC)).isEqualTo(OptionalInt.empty());
        assertThat(refused("tcb.component", () -> version.with(FMC, 1)).where()).isEqualTo("fmc");
        refused("tcb.component", () -> version.with(TEE, 256));
        refused("tcb.component", () -> version.with(TEE, -1));
    }

    @Test
    void showsEveryByte() {
        Structure shown = new TcbVersion(0x5417000000000a0bL, WITHOUT_FMC).show("current_tcb", 0x38);
        Tiling.check(shown, 0x38, 8);
        assertThat(Tiling.field(shown, "microcode")).isEqualTo(new Field("microcode", 0x3f, 1, "84", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "FMC, fmc, fmcSPL, 9",
        "BOOTLOADER, bootloader, blSPL, 1",
        "TEE, tee, teeSPL, 2",
        "SNP, snp, snpSPL, 3",
        "MICROCODE, microcode, ucodeSPL, 8",
        "SPARE_4, spare4, , 4",
        "SPARE_7, spare7, , 7"
    })
    void componentsHaveTheirNames(TcbComponent component, String key, String parameter, int extension) {
        assertThat(component.key()).isEqualTo(key);
        assertThat(component.kdsParameter().orElse(null)).isEqualTo(parameter);
        assertThat(component.spare()).isEqualTo(parameter == null);
        assertThat(component.extension()).isEqualTo(extension);
        assertThat(TcbComponent.named(key)).contains(component);
    }
}
