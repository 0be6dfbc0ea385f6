// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "0,     1,   51, 1,  0, 1,    4096, asid.max",
        "65536, 1,   51, 1,  0, 1,    4096, asid.max",
        "509,   0,   51, 1,  0, 1,    4096, asid.first.sev",
        "509,   511, 51, 1,  0, 1,    4096, asid.first.sev",
        "509,   100, 31, 1,  0, 1,    4096, cbit",
        "509,   100, 52, 1,  0, 1,    4096, cbit",
        "509,   100, 51, 0,  0, 1,    4096, phys.bits.reduced",
        "509,   100, 51, 64, 0, 1,    4096, phys.bits.reduced",
        "509,   100, 51, 1,  1, 1,    4096, vmsa.features",
        "509,   100, 51, 1,  0, 0,    4096, vcpus.max",
        "509,   100, 51, 1,  0, 4097, 4096, vcpus.max",
        "509,   100, 51, 1,  0, 1,    4095, memory.max",
        "509,   100, 32, 1,  0, 1,    4294967297, memory.max"
    })
    void namesTheSettingThatIsOutOfRange(
            int maxAsid, int firstSev, int cbit, int reduced, long features, int vcpus, long memory, String setting) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> new PlatformSettings(
                        maxAsid, firstSev, cbit, reduced, EmulatedGeneration.TURIN, features, vcpus, memory))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("softsev.setting"))
                .satisfies(e -> assertThat(e.problem().where()).isEqualTo(setting));
    }

    @Test
    void takesTheEdges() {
        PlatformSettings all = new PlatformSettings(65535, 65536, 32, 63, EmulatedGeneration.MILAN, -2, 4096, 1L << 32);
        assertThat(all.snpAsids()).isEqualTo(65535);
        PlatformSettings none = new PlatformSettings(1, 1, 51, 1, EmulatedGeneration.MILAN, 0, 1, 4096);
        assertThat(none.snpAsids()).isZero();
    }
}
