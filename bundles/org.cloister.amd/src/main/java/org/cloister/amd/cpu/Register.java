// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.nio.ByteBuffer;

/**
 * A register's place in the save area (AMD APM volume 2, table B-4). Immutable.
 *
 * @param name as in {@link org.cloister.api.platform.VcpuState}
 * @param offset bytes from the beginning of the page
 * @param width 1, 2, 4 or 8 bytes, little-endian
 */
public record Register(String name, int offset, int width) {
    /** The first byte behind it. */
    public int end() {
        return offset + width;
    }

    /** Whether a value, as an unsigned number, has room in it. */
    public boolean fits(long value) {
        return width == Long.BYTES || value >>> width * Byte.SIZE == 0;
    }

    void put(ByteBuffer page, long value) {
        for (int i = 0; i < width; i++) {
            page.put(offset + i, (byte) (value >>> i * Byte.SIZE));
        }
    }

    long get(ByteBuffer page) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (page.get(offset + i) & 0xffL) << i * Byte.SIZE;
        }
        return value;
    }
}
