// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import java.util.Arrays;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** What an encoding is read from, and what problems with it say. */
sealed interface DerInput {
    int length();

    /** The byte at an offset, 0 to 255. */
    int at(int offset);

    /** A part of it that is no secret. */
    Bytes slice(int from, int count);

    /** A part of it as an array of the caller's own. */
    byte[] copy(int from, int count);

    /** A problem at an offset. */
    Problem wrong(String code, String what, int offset);

    /** A problem with a value, which it shows unless it may be a secret. */
    Problem wrongValue(String rule, int offset, int from, int count);

    /** Certificates and other bytes that everybody may see. */
    record Open(Bytes bytes, String where) implements DerInput {
        @Override
        public int length() {
            return bytes.length();
        }

        @Override
        public int at(int offset) {
            return bytes.at(offset);
        }

        @Override
        public Bytes slice(int from, int count) {
            return bytes.slice(from, count);
        }

        @Override
        public byte[] copy(int from, int count) {
            return slice(from, count).toArray();
        }

        @Override
        public Problem wrong(String code, String what, int offset) {
            String place = "offset " + Numbers.hex32(offset);
            return Problem.input(code, what).at(where == null ? place : where + ", " + place);
        }

        @Override
        public Problem wrongValue(String rule, int offset, int from, int count) {
            return wrong(DerCodes.DER_VALUE, rule, offset).found(slice(from, count));
        }
    }

    /** An array of the caller's, which wipes it. Problems name places and tags, never contents. */
    record Secret(byte[] array, String where, String code) implements DerInput {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public int at(int offset) {
            return array[offset] & 0xff;
        }

        @Override
        public Bytes slice(int from, int count) {
            return Bytes.of(array, from, count);
        }

        @Override
        public byte[] copy(int from, int count) {
            return Arrays.copyOfRange(array, from, from + count);
        }

        @Override
        public Problem wrong(String ignored, String what, int offset) {
            return Problem.input(code, what).at(where + ", offset " + Numbers.hex32(offset) + " of the decoded key");
        }

        @Override
        public Problem wrongValue(String rule, int offset, int from, int count) {
            return wrong(code, rule, offset);
        }
    }
}
