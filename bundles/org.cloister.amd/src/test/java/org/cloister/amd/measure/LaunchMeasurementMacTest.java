// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.HexFormat;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchMeasurementMacTest {
    private static final byte[] KEY = HexFormat.of().parseHex("66320db73158a35a255d051758e95ed4");
    private static final Bytes NONCE = Bytes.ofHex("4fbe0bedbad6c86ae8f68971d103e554");
    /** SHA-256 of an empty input. */
    private static final Bytes DIGEST = Bytes.ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /** The known answer of virtee/sev's unit tests. */
    @Test
    void isTheKnownOne() {
        assertThat(new LaunchMeasurementMac(0, 18, 15, 0, DIGEST, NONCE)
                        .code(KEY)
                        .hex())
                .isEqualTo("6faab2daae389bcd3405a05d6cafe33c0414f7bedd0bae19ba5f38b7fd1664ea");
    }

    @Test
    void leavesOutTheVersionBeforeApi017() {
        Bytes old = new LaunchMeasurementMac(0, 16, 15, 1, DIGEST, NONCE).code(KEY);
        assertThat(new LaunchMeasurementMac(0, 12, 4, 1, DIGEST, NONCE).code(KEY))
                .isEqualTo(old);
        assertThat(new LaunchMeasurementMac(0, 17, 15, 1, DIGEST, NONCE).code(KEY))
                .isNotEqualTo(old);
        assertThat(new LaunchMeasurementMac(1, 0, 15, 1, DIGEST, NONCE).code(KEY))
                .isNotEqualTo(new LaunchMeasurementMac(1, 0, 16, 1, DIGEST, NONCE).code(KEY));
    }

    @ParameterizedTest
    @CsvSource({"256,0,0,0,api-major", "0,-1,0,0,api-minor", "0,0,256,0,build-id", "0,0,0,4294967296,policy"})
    void refusesNumbersOutOfRange(int major, int minor, int build, long policy, String part) {
        Problem problem = refusal(() -> new LaunchMeasurementMac(major, minor, build, policy, DIGEST, NONCE));
        assertThat(problem.code()).isEqualTo("measure.value");
        assertThat(problem.where()).isEqualTo(part);
    }

    @Test
    void refusesWrongLengths() {
        assertThat(refusal(() -> new LaunchMeasurementMac(1, 2, 3, 4, NONCE, NONCE))
                        .message())
                .isEqualTo("launch digest: this has the wrong length (found 16 bytes, expected 32 bytes)");
        assertThat(refusal(() -> new LaunchMeasurementMac(1, 2, 3, 4, DIGEST, DIGEST))
                        .where())
                .isEqualTo("nonce");
        LaunchMeasurementMac right = new LaunchMeasurementMac(1, 2, 3, 4, DIGEST, NONCE);
        assertThat(refusal(() -> right.code(new byte[32])).where()).isEqualTo("tik");
    }
}
