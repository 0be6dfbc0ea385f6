// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.nio.ByteBuffer;

/**
 * A place in a struct. Immutable.
 *
 * @param name as C writes it: {@code rip}, {@code cs.base}, {@code db[0]}
 * @param offset in bytes
 * @param size in bytes; only fields of 1, 2, 4 or 8 bytes have a value
 */
public record Field(String name, int offset, int size) {
    /** Its value, unsigned. */
    public long get(ByteBuffer struct) {
        return switch (size) {
            case 1 -> struct.get(offset) & 0xffL;
            case 2 -> struct.getShort(offset) & 0xffffL;
            case 4 -> struct.getInt(offset) & 0xffffffffL;
            case 8 -> struct.getLong(offset);
            default -> throw noNumber();
        };
    }

    /** Sets the value; bits beyond its size are lost, see {@link #fits}. */
    public void put(ByteBuffer struct, long value) {
        switch (size) {
            case 1 -> struct.put(offset, (byte) value);
            case 2 -> struct.putShort(offset, (short) value);
            case 4 -> struct.putInt(offset, (int) value);
            case 8 -> struct.putLong(offset, value);
            default -> throw noNumber();
        }
    }

    /** Whether a value, as an unsigned number, has room in it. */
    public boolean fits(long value) {
        return size >= Long.BYTES || value >>> size * Byte.SIZE == 0;
    }

    private IllegalArgumentException noNumber() {
        return new IllegalArgumentException(name + " has " + size + " bytes and is not a number");
    }
}
