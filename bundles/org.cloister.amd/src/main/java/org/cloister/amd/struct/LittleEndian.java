// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** Numbers of one to eight bytes, the lowest byte first. */
final class LittleEndian {
    private LittleEndian() {}

    /** The number that these bytes are, unsigned. */
    static long number(Bytes content) {
        long value = 0;
        for (int i = content.length() - 1; i >= 0; i--) {
            value = value << Byte.SIZE | content.at(i);
        }
        return value;
    }

    static long number(ByteBuffer content, int offset, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << Byte.SIZE | content.get(offset + i) & 0xff;
        }
        return value;
    }

    static void put(ByteBuffer target, int offset, int size, long value) {
        for (int i = 0; i < size; i++) {
            target.put(offset + i, (byte) (value >>> i * Byte.SIZE));
        }
    }

    /** Whether an unsigned number has room in so many bytes. */
    static boolean fits(long value, int size) {
        return size >= Long.BYTES || value >>> size * Byte.SIZE == 0;
    }
}
