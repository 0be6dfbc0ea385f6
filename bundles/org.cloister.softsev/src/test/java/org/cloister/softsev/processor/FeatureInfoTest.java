// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.client.SnpFeatureInfo;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SNP_FEATURE_INFO, subleaf by subleaf. */
class FeatureInfoTest {
    @ParameterizedTest
    @CsvSource({"MILAN, 3", "GENOA, 3", "TURIN, 0x3f"})
    void featuresAreThoseOfTheGeneration(EmulatedGeneration generation, String features) {
        FirmwareCommands firmware = firmware(generation);
        assertThat(firmware.featureInfo(0)).isEqualTo(new SnpFeatureInfo(1, 1, Integer.decode(features), 0));
        assertThat(firmware.featureInfo(1))
                .as("messages on CPUID, keys, reports and the clock")
                .isEqualTo(new SnpFeatureInfo(0x107, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"2", "-1"})
    void otherSubleavesAreNotThere(int ecx) {
        FirmwareCommands firmware = firmware(EmulatedGeneration.GENOA);
        assertThatExceptionOfType(SevCommandException.class)
                .isThrownBy(() -> firmware.featureInfo(ecx))
                .matches(e -> e.firmwareStatus() == FirmwareStatus.INVALID_PARAM.code())
                .withMessageContaining("SNP_FEATURE_INFO");
    }

    @Test
    void firmwareWithoutSnpDoesNotKnowTheCommand() {
        FirmwareCommands firmware = firmware(EmulatedGeneration.ROME);
        assertThatExceptionOfType(SevCommandException.class)
                .isThrownBy(() -> firmware.featureInfo(0))
                .matches(e -> e.firmwareStatus() == FirmwareStatus.INVALID_COMMAND.code());
    }

    private static FirmwareCommands firmware(EmulatedGeneration generation) {
        return Platforms.fresh(PlatformSettings.of(generation)).firmwareCommands();
    }
}
