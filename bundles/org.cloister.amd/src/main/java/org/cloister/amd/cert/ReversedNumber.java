// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Large numbers as AMD stores them: the lowest byte first, zeros up to the size of the field. */
final class ReversedNumber {
    /** Bytes of a coordinate, or of a number of a signature. */
    static final int SIZE = 72;

    private ReversedNumber() {}

    static BigInteger of(Bytes littleEndian) {
        return new BigInteger(1, reversed(littleEndian).toArray());
    }

    /** The number in so many bytes, the lowest first. */
    static Bytes littleEndian(BigInteger number, int size) {
        if (number.signum() < 0 || number.bitLength() > size * Byte.SIZE) {
            throw Problem.input(KeyCodes.KEY_NUMBER, "this number does not fit into its field")
                    .found(number.bitLength() + " bits")
                    .expected("at most " + size * Byte.SIZE + " bits")
                    .exception();
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = number.shiftRight(i * Byte.SIZE).byteValue();
        }
        return Bytes.of(bytes);
    }

    static Bytes reversed(Bytes bytes) {
        byte[] turned = new byte[bytes.length()];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) bytes.at(turned.length - 1 - i);
        }
        return Bytes.of(turned);
    }
}
