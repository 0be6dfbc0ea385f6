// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.cloister.amd.report.ReportVersion;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttestationSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0x00,  '', report.version",
        "4, 0x00,  '', report.version",
        "6, 0x00,  '', report.version",
        "7, 0x00,  '', report.version",
        "0, 0x100, '', platform.info",
        "0, 0x00,  xy, tcb",
        "0, 0x00,  11112222333344445, tcb"
    })
    void whatCannotBeIsNamed(int version, long platform, String tcb, String setting) {
        CloisterException refused =
                catchThrowableOfType(CloisterException.class, () -> AttestationSettings.of(version, platform, tcb, 0));
        assertThat(refused.problem().code()).isEqualTo("softsev.setting");
        assertThat(refused.problem().where()).isEqualTo(setting);
    }

    @Test
    void whatIsNotSetIsTheGenerations() {
        AttestationSettings none = AttestationSettings.of(0, 0x24, " ", 0);
        assertThat(none).isEqualTo(AttestationSettings.DEFAULT);
        assertThat(none.version(EmulatedGeneration.TURIN)).isEqualTo(ReportVersion.V5);
        assertThat(none.tcb(EmulatedGeneration.MILAN)).isEqualTo(EmulatedGeneration.MILAN.tcb());
        AttestationSettings set = AttestationSettings.of(2, 0, "0xff", 1);
        assertThat(set.version(EmulatedGeneration.TURIN)).isEqualTo(ReportVersion.V2);
        assertThat(set.tcb(EmulatedGeneration.MILAN)).isEqualTo(0xff);
    }

    /** The processor is of the generation that its signature says. */
    @ParameterizedTest
    @CsvSource({"MILAN, 0x19, 0x01, 1", "GENOA, 0x19, 0x11, 1", "TURIN, 0x1a, 0x02, 1"})
    void aSignatureComesApart(EmulatedGeneration generation, int family, int model, int stepping) {
        assertThat(generation.signature().family()).isEqualTo(family);
        assertThat(generation.signature().model()).isEqualTo(model);
        assertThat(generation.signature().stepping()).isEqualTo(stepping);
        assertThat(generation.model().includes(family, model)).isTrue();
        assertThat(generation.model().namedBy(generation.chipProduct())).isTrue();
    }
}
