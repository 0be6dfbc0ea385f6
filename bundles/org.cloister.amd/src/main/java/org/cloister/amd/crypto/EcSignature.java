// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.math.BigInteger;
import java.util.Objects;
import org.cloister.amd.der.DerWriter;
import org.cloister.api.Bytes;

/**
 * An ECDSA signature (SEV API, "ECDSA Signature Format"; SEV-SNP ABI, "Signature Format"). Immutable.
 *
 * @param r its first number, not negative
 * @param s its second number, not negative
 */
public record EcSignature(BigInteger r, BigInteger s) {
    /** Checks that both numbers are there and not negative. */
    public EcSignature {
        if (Objects.requireNonNull(r, "r").signum() < 0
                || Objects.requireNonNull(s, "s").signum() < 0) {
            throw new IllegalArgumentException("a number of a signature is negative");
        }
    }

    /**
     * The signature that AMD's formats store as two numbers, the lowest byte first, with any number of zeros at the
     * end.
     */
    public static EcSignature of(Bytes r, Bytes s) {
        return new EcSignature(number(r), number(s));
    }

    private static BigInteger number(Bytes littleEndian) {
        byte[] turned = new byte[littleEndian.length()];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) littleEndian.at(turned.length - 1 - i);
        }
        return new BigInteger(1, turned);
    }

    /**
     * Whether both numbers are between 1 and the order of a curve less 1; no other signature is ever valid (FIPS 186-5,
     * 6.4.2).
     */
    public boolean fits(BigInteger order) {
        return fits(r, order) && fits(s, order);
    }

    private static boolean fits(BigInteger number, BigInteger order) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }

    /** The form that the Java Cryptography Architecture takes (RFC 3279, 2.2.3). */
    byte[] der() {
        return DerWriter.sequence(DerWriter.integer(r), DerWriter.integer(s));
    }
}
