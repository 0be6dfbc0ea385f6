// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * What the secure processor authenticates in answer to LAUNCH_MEASURE (SEV API, 55766, "LAUNCH_MEASURE"). Immutable.
 *
 * @param apiMajor major version of the platform's API, 0 to 255
 * @param apiMinor minor version of the platform's API, 0 to 255
 * @param build the firmware's build, 0 to 255
 * @param policy the guest's policy, unsigned 32 bits
 * @param launchDigest {@value #DIGEST} bytes
 * @param nonce {@value #NONCE} bytes that the secure processor drew
 */
public record LaunchMeasurementMac(
        int apiMajor, int apiMinor, int build, long policy, Bytes launchDigest, Bytes nonce) {
    /** Bytes of the authentication code. */
    public static final int SIZE = 32;
    /** Bytes of the launch digest. */
    public static final int DIGEST = 32;
    /** Bytes of the nonce. */
    public static final int NONCE = 16;
    /** Bytes of the transport integrity key. */
    public static final int TIK = 16;

    private static final byte CONTEXT = 0x04;
    private static final int MOST_OF_BYTE = 0xff;
    private static final long MOST_OF_POLICY = 0xffffffffL;
    /** Since this minor version of major version 0 the API's version and the build are authenticated too. */
    private static final int VERSIONED_SINCE = 17;

    /**
     * Checks ranges and lengths.
     *
     * @throws org.cloister.api.CloisterException {@code measure.value} or {@code measure.length}, naming the part
     */
    public LaunchMeasurementMac {
        range("api-major", apiMajor, MOST_OF_BYTE);
        range("api-minor", apiMinor, MOST_OF_BYTE);
        range("build-id", build, MOST_OF_BYTE);
        range("policy", policy, MOST_OF_POLICY);
        length(
                "launch digest",
                Objects.requireNonNull(launchDigest, "launchDigest").length(),
                DIGEST);
        length("nonce", Objects.requireNonNull(nonce, "nonce").length(), NONCE);
    }

    /**
     * The authentication code, {@value #SIZE} bytes.
     *
     * @param tik the transport integrity key, {@value #TIK} bytes; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code measure.length} when the key has another length
     */
    public Bytes code(byte[] tik) {
        length("tik", tik.length, TIK);
        return Crypto.platform().hmacSha256(tik, message());
    }

    private Bytes message() {
        ByteBuffer out = ByteBuffer.allocate(2 * Integer.BYTES + DIGEST + NONCE).order(ByteOrder.LITTLE_ENDIAN);
        if (apiMajor > 0 || apiMinor >= VERSIONED_SINCE) {
            out.put(CONTEXT).put((byte) apiMajor).put((byte) apiMinor).put((byte) build);
        }
        out.putInt((int) policy).put(launchDigest.toArray()).put(nonce.toArray());
        return Bytes.of(out.array(), 0, out.position());
    }

    private static void range(String part, long value, long most) {
        if (value < 0 || value > most) {
            throw Problem.input(MeasureCodes.MEASURE_VALUE, "this number is out of range")
                    .at(part)
                    .found(value)
                    .expected("0 to " + most)
                    .exception();
        }
    }

    private static void length(String part, int found, int expected) {
        if (found != expected) {
            throw Problem.input(MeasureCodes.MEASURE_LENGTH, "this has the wrong length")
                    .at(part)
                    .found(found + " bytes")
                    .expected(expected + " bytes")
                    .exception();
        }
    }
}
