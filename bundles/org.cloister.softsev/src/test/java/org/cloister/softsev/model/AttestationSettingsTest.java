// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.testing.DataFolder;
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
    @CsvSource({
        "NAPLES, 0x17, 0x01, 2",
        "ROME,   0x17, 0x31, 0",
        "MILAN,  0x19, 0x01, 1",
        "GENOA,  0x19, 0x11, 1",
        "TURIN,  0x1a, 0x02, 1"
    })
    void aSignatureComesApart(EmulatedGeneration generation, int family, int model, int stepping) {
        assertThat(generation.signature().family()).isEqualTo(family);
        assertThat(generation.signature().model()).isEqualTo(model);
        assertThat(generation.signature().stepping()).isEqualTo(stepping);
        assertThat(generation.model().includes(family, model)).isTrue();
        assertThat(generation.snp()).isEqualTo(generation.model().snp());
        if (generation.snp()) {
            assertThat(generation.model().namedBy(generation.chipProduct())).isTrue();
        }
    }

    /** Each version of the report that can be asked for has its firmware, the later one the later firmware. */
    @ParameterizedTest
    @CsvSource({"MILAN, 1.52.4 1.55.29 1.55.50", "GENOA, 1.55.21 1.55.40 1.55.60", "TURIN, 1.55.38 1.55.45 1.55.65"})
    void reportsAreOfFirmwareThatMadeThem(EmulatedGeneration generation, String firmware) {
        List<FirmwareVersion> made = Stream.of(2, 3, 5)
                .map(version -> OtherPlatforms.with(generation, AttestationSettings.of(version, 0x24, "", 0)))
                .map(PlatformSettings::firmware)
                .toList();
        assertThat(made).isSorted().map(FirmwareVersion::toString).isEqualTo(List.of(firmware.split(" ")));
    }

    /** What runs by default told its version in a real report of the same version, or is a file that Linux loads. */
    @ParameterizedTest
    @CsvSource({
        "MILAN, snp/milan-v3-vlek/test-vlek-report.bin",
        "GENOA, snp/genoa-v3/genoa_attestation_report.bin",
        "TURIN, snp/turin-v5/turin_attestation_report.bin"
    })
    void defaultsAreThoseOfRealReports(EmulatedGeneration generation, String file) throws Exception {
        Bytes content = Bytes.of(Files.readAllBytes(DataFolder.path(file)));
        AttestationReport real = AttestationReport.decode(content, file);
        assertThat(real.version()).isEqualTo(generation.reportVersion());
        assertThat(PlatformSettings.of(generation).firmware()).isEqualTo(real.currentFirmware());
    }
}
