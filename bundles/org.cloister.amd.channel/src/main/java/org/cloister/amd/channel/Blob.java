// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * What the firmware wrote into a buffer, or how long it would be. Immutable.
 *
 * @param length in bytes as the firmware reported it, unsigned 32 bits in a long
 * @param content that many bytes; empty when only the length was asked for
 */
public record Blob(long length, Bytes content) {
    /** The longest buffer that the kernel copies, 16 KiB (Linux, SEV_FW_BLOB_MAX_SIZE). */
    public static final int MAX = Buffers.MAX;

    /** Checks that there is all of the content or none. */
    public Blob {
        Objects.requireNonNull(content, "content");
        Buffers.requireUnsigned32("length", length);
        if (content.length() != 0 && content.length() != length) {
            throw new IllegalArgumentException(content.length() + " bytes of a blob of " + length);
        }
    }

    /** A blob that was fetched. */
    public static Blob of(Bytes content) {
        return new Blob(content.length(), content);
    }

    /** A length that was asked for. */
    public static Blob ofLength(long length) {
        return new Blob(length, Bytes.EMPTY);
    }

    /**
     * The length as the capacity of a buffer that is to take the content.
     *
     * @throws SevCommandException with {@code EINVAL} when it is 0 or above {@value #MAX}
     */
    int room(String command) {
        if (length < 1 || length > MAX) {
            throw SevCommandException.invalid(
                    command, "the answer's length " + length + ", 1 to " + MAX + " bytes can be copied");
        }
        return (int) length;
    }
}
