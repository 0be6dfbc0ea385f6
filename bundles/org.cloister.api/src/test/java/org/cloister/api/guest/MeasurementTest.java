// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Measurements are compared register by register, whoever made them. */
class MeasurementTest {
    private static final MeasuredRegister MRTD = register("MRTD", "aa", MeasuredRegister.Source.FIRMWARE, false);
    private static final MeasuredRegister RTMR0 = register("RTMR0", "00", MeasuredRegister.Source.GUEST, true);
    private static final MeasuredRegister OWNER = register("MROWNER", "11", MeasuredRegister.Source.HOST, false);

    private static MeasuredRegister register(
            String name, String value, MeasuredRegister.Source source, boolean extended) {
        return new MeasuredRegister(name, "SHA-384", Bytes.ofHex(value), source, extended);
    }

    private static Measurement of(MeasuredRegister... registers) {
        return Measurement.of("SHA-384", Bytes.ofHex("aa"), Measurement.Source.FIRMWARE)
                .with(List.of(registers));
    }

    @Test
    void agreesWithWhatWasComputed() {
        Measurement computed = Measurement.of("SHA-384", Bytes.ofHex("aa"), Measurement.Source.COMPUTED)
                .with(List.of(
                        register("MRTD", "aa", MeasuredRegister.Source.COMPUTED, false),
                        register("RTMR0", "00", MeasuredRegister.Source.COMPUTED, true)));
        assertThat(of(MRTD, RTMR0).differences(computed)).isEmpty();
    }

    @Test
    void namesEachRegisterThatDiffersOrIsMissing() {
        Measurement other = Measurement.of("SHA-384", Bytes.ofHex("ab"), Measurement.Source.FIRMWARE)
                .with(List.of(register("MRTD", "ab", MeasuredRegister.Source.FIRMWARE, false), OWNER));
        assertThat(of(MRTD, RTMR0).differences(other)).containsExactly("digest", "MRTD", "RTMR0", "MROWNER");
        assertThat(other.told("MRTD")).isEqualTo("ab");
        assertThat(other.told("RTMR0")).isEqualTo("none");
        assertThat(other.told(Measurement.DIGEST)).isEqualTo("ab");
    }

    @Test
    void looksAtAlgorithmAndAtWhoExtends() {
        MeasuredRegister shorter =
                new MeasuredRegister("MRTD", "SHA-256", MRTD.value(), MeasuredRegister.Source.FIRMWARE, false);
        assertThat(of(MRTD).differences(of(shorter))).containsExactly("MRTD");
        MeasuredRegister fixed = register("RTMR0", "00", MeasuredRegister.Source.GUEST, false);
        assertThat(of(RTMR0).differences(of(fixed))).containsExactly("RTMR0");
    }

    @Test
    void hasNoTwoRegistersOfOneName() {
        assertThatThrownBy(() -> of(MRTD, MRTD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MRTD");
    }

    @Test
    void oneDigestHasNoRegisters() {
        assertThat(new Measurement("SHA-384", Bytes.ofHex("aa"), Measurement.Source.FIRMWARE, Optional.empty())
                        .registers())
                .isEmpty();
    }
}
