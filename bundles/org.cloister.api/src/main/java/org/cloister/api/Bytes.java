// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An unchangeable run of bytes. Slices share the storage; equality is by content.
 *
 * <p>Safe to share between threads. Not for secrets: the content cannot be wiped.
 */
public final class Bytes {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A copy of the whole array. */
    public static Bytes of(byte[] source) {
        return new Bytes(source.clone(), 0, source.length);
    }

    /** A copy of a part of an array. */
    public static Bytes of(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return new Bytes(Arrays.copyOfRange(source, offset, offset + length), 0, length);
    }

    /** An array itself, without a copy: for who made it, has no other use for it and never writes to it again. */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** The bytes that hexadecimal digits stand for. */
    public static Bytes ofHex(String digits) {
        byte[] parsed = HexFormat.of().parseHex(digits);
        return new Bytes(parsed, 0, parsed.length);
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** The byte at an index, 0 to 255. */
    public int at(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xff;
    }

    /** The bytes from {@code from} on, {@code count} of them; nothing is copied. */
    public Bytes slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        return new Bytes(array, offset + from, count);
    }

    /** A copy of the bytes as an array of the caller's own. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Copies {@code count} bytes from index {@code from} into {@code target} at {@code at}. */
    public void copyTo(int from, byte[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, length);
        System.arraycopy(array, offset + from, target, at, count);
    }

    /** Feeds {@code count} bytes from index {@code from} to a digest, without copying them. */
    public void digestTo(MessageDigest digest, int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        digest.update(array, offset + from, count);
    }

    /** A read-only little-endian view, positioned at 0. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes all bytes to a stream. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, length);
    }

    /** Whether every byte is zero; true for no bytes. */
    public boolean isZero() {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes as lower-case hexadecimal digits, without separators. */
    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    /** The bytes in hexadecimal, shortened after 32 of them. */
    @Override
    public String toString() {
        return length <= 32 ? hex() : slice(0, 32).hex() + "… (" + length + " bytes)";
    }
}
