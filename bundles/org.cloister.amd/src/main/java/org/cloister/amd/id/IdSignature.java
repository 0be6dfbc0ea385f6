// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import org.cloister.amd.crypto.EcSignature;
import org.cloister.api.Bytes;

/**
 * An ECDSA signature with P-384 as ID authentication stores it (SEV-SNP firmware ABI, 56860, "ECDSA P-384 with SHA-384
 * Signature Format"): two numbers, the lowest byte first. Immutable.
 *
 * @param r the first number, 72 bytes
 * @param s the second number, 72 bytes
 */
public record IdSignature(Bytes r, Bytes s) {
    /** Bytes of each number. */
    public static final int NUMBER = 72;

    /** Checks the sizes. */
    public IdSignature {
        if (r.length() != NUMBER || s.length() != NUMBER) {
            throw new IllegalArgumentException("numbers of a signature have " + NUMBER + " bytes each");
        }
    }

    /** The signature that Java gives: both numbers in 48 bytes each, the highest first (IEEE P1363). */
    static IdSignature of(byte[] numbers) {
        return new IdSignature(P384.stored(numbers, 0), P384.stored(numbers, P384.SIZE));
    }

    /** Its numbers. */
    public EcSignature numbers() {
        return EcSignature.of(r, s);
    }

    /** Whether both numbers are zero: there is no signature. */
    public boolean isMissing() {
        return r.isZero() && s.isZero();
    }
}
