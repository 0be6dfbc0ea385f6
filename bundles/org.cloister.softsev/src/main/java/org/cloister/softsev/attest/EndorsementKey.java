// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.crypto.SecretMac;
import org.cloister.amd.id.SigningKey;
import org.cloister.api.Bytes;

/**
 * The keys that sign reports. Each is derived from a secret and from the TCB version that it stands for, so that
 * firmware of one version never has the key of another, and a return to a version brings its key back.
 */
final class EndorsementKey {
    private static final int BLOCKS = 2;

    private EndorsementKey() {}

    /** A chip's key. */
    static SigningKey ofChip(byte[] chipSecret, long tcb) {
        return derive("VCEK", chipSecret, tcb);
    }

    /** The key of a provider's hashstick. */
    static SigningKey ofStick(Bytes hashstick, long tcb) {
        byte[] secret = hashstick.toArray();
        try {
            return derive("VLEK", secret, tcb);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    // How hardware does it is nobody's business but AMD's.
    private static SigningKey derive(String label, byte[] secret, long tcb) {
        byte[] wide = wide(label, secret, tcb);
        byte[] scalar = scalar(wide);
        try {
            return SigningKey.of(scalar);
        } finally {
            Arrays.fill(scalar, (byte) 0);
            Arrays.fill(wide, (byte) 0);
        }
    }

    // Twice 256 bits from HMAC-SHA256 with a counter (NIST SP 800-108, 4.1), more than a key has, so that none is
    // likelier than another (FIPS 186-5, A.2.1).
    private static byte[] wide(String label, byte[] secret, long tcb) {
        byte[] wide = new byte[BLOCKS * SecretMac.SIZE];
        try (SecretMac mac = SecretMac.of(secret)) {
            for (int i = 0; i < BLOCKS; i++) {
                byte[] block = mac.update(new byte[] {(byte) (i + 1)})
                        .update(label.getBytes(StandardCharsets.US_ASCII))
                        .update(new byte[1])
                        .update(ByteBuffer.allocate(Long.BYTES).putLong(tcb).array())
                        .code();
                System.arraycopy(block, 0, wide, i * SecretMac.SIZE, SecretMac.SIZE);
                Arrays.fill(block, (byte) 0);
            }
            return wide;
        }
    }

    private static byte[] scalar(byte[] wide) {
        BigInteger most = Curve.P384.parameters().getOrder().subtract(BigInteger.ONE);
        BigInteger number = new BigInteger(1, wide).mod(most).add(BigInteger.ONE);
        byte[] scalar = new byte[48];
        for (int i = 0; i < scalar.length; i++) {
            scalar[scalar.length - 1 - i] = number.shiftRight(i * Byte.SIZE).byteValue();
        }
        return scalar;
    }
}
