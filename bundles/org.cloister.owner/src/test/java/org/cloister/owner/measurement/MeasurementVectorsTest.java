// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.owner.testing.Data;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measurements of other implementations: sevctl's tests (expected/sevctl-vectors.json), virtee/sev's, the session
 * vector.
 */
class MeasurementVectorsTest {
    private static final String TAIL = "firmware/sevctl_ovmf_amdsev_tail.bin";

    @Test
    void launchDigestIsGiven() {
        Bytes digest = Bytes.of(Base64.getDecoder().decode("xkvRAfyaSizgonxAjZIAkR8TmolUabBKQKb6KJCDDSM="));
        assertThat(verify(
                        new MeasurementVerifier(1, 40, 40, new Policy(PolicyLayout.SEV, 3), digest),
                        "lswbxWxI9gckya16JQvdFtpYmNO4b+3inAPpqsgoBI7DE/q1EcIWsVBbGy6pkDxA"))
                .isTrue();
    }

    @Test
    void firmwareAlone() {
        Bytes digest = MeasuredParts.of(Data.image(TAIL), Optional.empty(), List.of());
        assertThat(verify(
                        new MeasurementVerifier(1, 40, 40, new Policy(PolicyLayout.SEV, 3), digest),
                        "oMDewIouJSpbpNRHj7Mk3p08H2dPZQdsZMU14qIymBnDE/q1EcIWsVBbGy6pkDxA"))
                .isTrue();
    }

    @Test
    void firmwareAndKernel() {
        DirectBoot boot = new DirectBoot(
                Data.image("seves/vmlinuz-fake"),
                Optional.of(Data.image("seves/initrd-fake")),
                "foo bar baz fake kernel=cmdline");
        Bytes digest = MeasuredParts.of(Data.image(TAIL), Optional.of(boot), List.of());
        assertThat(verify(
                        new MeasurementVerifier(1, 40, 40, new Policy(PolicyLayout.SEV, 3), digest),
                        "h3auYbWQnVW7EGLWN4Hf9SN0oEYMPU2sK4bLnefWPwvDE/q1EcIWsVBbGy6pkDxA"))
                .isTrue();
    }

    @Test
    void vmsasAsPages() {
        Bytes first = Data.bytes("seves/vmsa0.bin");
        Bytes other = Data.bytes("seves/vmsa1.bin");
        Bytes digest = MeasuredParts.of(Data.image(TAIL), Optional.empty(), List.of(first, other, other, other));
        assertThat(verify(
                        new MeasurementVerifier(1, 49, 6, new Policy(PolicyLayout.SEV, 5), digest),
                        "/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny"))
                .isTrue();
    }

    @Test
    void virteesUnitTest() {
        byte[] tik = Bytes.ofHex("66320db73158a35a255d051758e95ed4").toArray();
        Bytes digest = Bytes.ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        ClaimedMeasurement claimed = new ClaimedMeasurement(
                Bytes.ofHex("6faab2daae389bcd3405a05d6cafe33c0414f7bedd0bae19ba5f38b7fd1664ea"),
                Bytes.ofHex("4fbe0bedbad6c86ae8f68971d103e554"));
        assertThat(new MeasurementVerifier(0, 18, 15, new Policy(PolicyLayout.SEV, 0), digest).verify(claimed, tik))
                .isTrue();
        assertThat(new MeasurementVerifier(0, 16, 15, new Policy(PolicyLayout.SEV, 0), digest).verify(claimed, tik))
                .isFalse();
    }

    @Test
    void kernelNeedsAFirmwareThatLooksAtItsHashes() {
        DirectBoot boot = new DirectBoot(new Image("kernel", Bytes.of(new byte[1])), Optional.empty(), "");
        Image without = Data.image("firmware/ovmf_OvmfX64_suffix.bin");
        assertThat(catchThrowableOfType(
                                CloisterException.class, () -> MeasuredParts.of(without, Optional.of(boot), List.of()))
                        .problem()
                        .code())
                .isEqualTo("ovmf.hashes.missing");
    }

    @ParameterizedTest
    @CsvSource({"AAAA,measurement.size", "!,measurement.base64", "'',measurement.size"})
    void claimsThatAreNone(String text, String code) {
        assertThat(catchThrowableOfType(CloisterException.class, () -> ClaimedMeasurement.ofText(text))
                        .problem()
                        .code())
                .isEqualTo(code);
    }

    private static boolean verify(MeasurementVerifier verifier, String claimed) {
        return verifier.verify(
                ClaimedMeasurement.ofText(claimed), Data.bytes("seves/tik1.bin").toArray());
    }
}
