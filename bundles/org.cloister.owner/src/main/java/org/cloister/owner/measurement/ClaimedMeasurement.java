// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.measurement;

import java.util.Objects;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.api.ByteText;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * What a host says that its secure processor answered to LAUNCH_MEASURE; nothing is verified yet. Immutable.
 *
 * @param code the authentication code, 32 bytes
 * @param nonce what it was made fresh with, 16 bytes
 */
public record ClaimedMeasurement(Bytes code, Bytes nonce) {
    /** Bytes of both together. */
    public static final int SIZE = LaunchMeasurementMac.SIZE + LaunchMeasurementMac.NONCE;

    /** Checks that both parts are there. */
    public ClaimedMeasurement {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(nonce, "nonce");
    }

    /**
     * The parts of a platform's answer.
     *
     * @param answer {@value #SIZE} bytes
     * @throws org.cloister.api.CloisterException {@code measurement.size}
     */
    public static ClaimedMeasurement of(Bytes answer) {
        if (answer.length() == SevDigest.SIZE) {
            throw Problem.input(OwnerCodes.MEASUREMENT_SIZE, "this is a launch digest, not a launch measurement")
                    .at("measurement")
                    .found(answer.length() + " bytes")
                    .expected(SIZE + " bytes: a code of 32 and a nonce of 16")
                    .remedy("give what the platform answered, by 'virsh domlaunchsecinfo' or query-sev-launch-measure;"
                            + " the digest that is expected has an option of its own")
                    .exception();
        }
        if (answer.length() != SIZE) {
            throw Problem.input(OwnerCodes.MEASUREMENT_SIZE, "this is not a launch measurement")
                    .at("measurement")
                    .found(answer.length() + " bytes")
                    .expected(SIZE + " bytes: a code of 32 and a nonce of 16")
                    .exception();
        }
        return new ClaimedMeasurement(
                answer.slice(0, LaunchMeasurementMac.SIZE),
                answer.slice(LaunchMeasurementMac.SIZE, LaunchMeasurementMac.NONCE));
    }

    /**
     * The same from text, in base64 as QEMU's {@code query-sev-launch-measure} and libvirt's {@code domlaunchsecinfo}
     * give it, or in hexadecimal.
     *
     * @throws org.cloister.api.CloisterException {@code measurement.base64}, {@code measurement.size}
     */
    public static ClaimedMeasurement ofText(String text) {
        if (text.isBlank()) {
            return of(Bytes.EMPTY);
        }
        return of(ByteText.read(text, SIZE, SevDigest.SIZE)
                .orElseThrow(
                        () -> Problem.input(OwnerCodes.MEASUREMENT_BASE64, "this is not base64 of a launch measurement")
                                .at("measurement")
                                .found(text.strip().length() + " characters")
                                .expected("64 characters of base64")
                                .exception()));
    }

    /** Code and nonce, one after the other. */
    public Bytes answer() {
        byte[] both = new byte[SIZE];
        code.copyTo(0, both, 0, code.length());
        nonce.copyTo(0, both, code.length(), nonce.length());
        return Bytes.of(both);
    }
}
