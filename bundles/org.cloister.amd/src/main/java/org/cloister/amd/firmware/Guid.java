// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.cloister.api.Bytes;

/**
 * A GUID as UEFI stores it: the first three fields little-endian, the rest in order (UEFI 2.10, appendix A). Immutable.
 *
 * @param value its fields
 */
public record Guid(UUID value) {
    /** Bytes that a stored GUID takes. */
    public static final int SIZE = 16;

    /** The GUID with this text, in the usual form of 36 characters. */
    public static Guid of(String text) {
        return new Guid(UUID.fromString(text));
    }

    /**
     * The GUID stored at an offset.
     *
     * @param bytes at least 16 from the offset on
     */
    public static Guid read(Bytes bytes, int offset) {
        ByteBuffer in = bytes.slice(offset, SIZE).buffer();
        long first = Integer.toUnsignedLong(in.getInt()) << 32;
        first |= Short.toUnsignedLong(in.getShort()) << 16;
        first |= Short.toUnsignedLong(in.getShort());
        return new Guid(new UUID(first, in.order(ByteOrder.BIG_ENDIAN).getLong()));
    }

    /** The 16 bytes it is stored as. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        long first = value.getMostSignificantBits();
        out.putInt((int) (first >>> 32)).putShort((short) (first >>> 16)).putShort((short) first);
        out.order(ByteOrder.BIG_ENDIAN).putLong(value.getLeastSignificantBits());
        return Bytes.of(out.array());
    }

    // Written out, as in GuestType: Java links a record's own when first called, in the start of a command
    @Override
    public boolean equals(Object other) {
        return other instanceof Guid guid && value.equals(guid.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The usual form in lower case. */
    @Override
    public String toString() {
        return value.toString();
    }
}
