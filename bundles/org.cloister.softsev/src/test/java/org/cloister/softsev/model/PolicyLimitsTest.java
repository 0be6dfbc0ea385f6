// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.api.CloisterException;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLimitsTest {
    private static final PolicyLimits GENOA = PolicyLimits.of(EmulatedGeneration.GENOA);
    private static final FirmwareVersion FIRMWARE = new FirmwareVersion(1, 55, 0);
    private static final long ALWAYS = 0x1bffff;

    /** Each feature brings one policy bit; those of the firmware that no policy is about bring none. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0",
        "2, 0",
        "4, 0x800000",
        "8, 0x1000000",
        "16, 0x400000",
        "32, 0x200000",
        "60, 0x1e00000",
        "-64, 0"
    })
    void featuresBringPolicyBits(int ecx, String bits) {
        PolicyLimits limits = new PolicyLimits(true, 1, FeatureInfo.withFeatures(ecx));
        assertThat(limits.policyBits(FIRMWARE)).isEqualTo(ALWAYS | Long.decode(bits));
    }

    @Test
    void pagesMayBeKeptFromSwappingSinceAbi58() {
        FeatureInfo none = FeatureInfo.withFeatures(0);
        assertThat(none.policyBits(0x0139)).isEqualTo(0x1fffff);
        assertThat(none.policyBits(0x013a)).isEqualTo(0x21fffff);
        assertThat(none.policyBits(0x0200)).isEqualTo(0x21fffff);
    }

    /** Linux refuses a migration agent, the firmware does not. */
    @Test
    void migrationAgentsAreTheKernelsAffair() {
        assertThat(GENOA.policyBits(FIRMWARE) & 0x40000).isZero();
        assertThat(GENOA.whyNot(0x70000, FIRMWARE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true,  1, 0x30000,",
        "true,  1, 0x30137,",
        "true,  1, 0x300ff,",
        "true,  1, 0x30138, minimum ABI 1.56",
        "true,  1, 0x30200, minimum ABI 2.0",
        "true,  1, 0x20000, bit 16",
        "false, 1, 0x20000,",
        "false, 1, 0x30000,",
        "true,  1, 0x130000,",
        "true,  2, 0x130000, bit 20",
        "true,  2, 0x30000,",
        "true,  1, 0x230000, 0x200000",
        "true,  1, 0x2030000, 0x2000000"
    })
    void firmwareSaysWhyNot(boolean smt, int sockets, String policy, String reason) {
        String said = new PolicyLimits(smt, sockets, FeatureInfo.of(EmulatedGeneration.GENOA))
                .whyNot(Long.decode(policy), FIRMWARE)
                .orElse(null);
        if (reason == null) {
            assertThat(said).isNull();
        } else {
            assertThat(said).contains(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3})
    void thereAreOneOrTwoSockets(int sockets) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> new PolicyLimits(true, sockets, FeatureInfo.of(EmulatedGeneration.GENOA)))
                .satisfies(e -> assertThat(e.problem().where()).isEqualTo("sockets"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void processorsTellTheirFeatures(EmulatedGeneration generation) {
        SoftProcessor processor = new SoftProcessor(OtherPlatforms.with(PolicyLimits.of(generation)));
        assertThat(processor.commands().execute(new GetSnpPlatformStatus()).featureInfo())
                .isTrue();
    }
}
