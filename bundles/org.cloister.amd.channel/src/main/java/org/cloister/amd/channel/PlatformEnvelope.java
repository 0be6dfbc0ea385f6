// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;

/**
 * {@code struct sev_issue_cmd}: what {@code SEV_ISSUE_CMD} takes, around a command's own struct. Packed, little-endian.
 * Immutable.
 *
 * @param cmd the command's number, unsigned 32 bits
 * @param data the address of the command's struct; 0 for a command without one
 * @param error the firmware's status, unsigned 32 bits, written by the kernel
 */
public record PlatformEnvelope(int cmd, long data, int error) {
    /** Bytes of the struct. */
    public static final int SIZE = 16;

    /** The number of {@code ioctl(sev, SEV_ISSUE_CMD, …)}. */
    public static final long IOCTL = 0xC0105300L;

    private static final int CMD = 0;
    private static final int DATA = 4;
    private static final int ERROR = 12;

    /** The struct. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CMD, cmd)
                .putLong(DATA, data)
                .putInt(ERROR, error);
        return Bytes.of(out.array());
    }

    /**
     * The envelope in a struct.
     *
     * @throws SevCommandException with {@code EINVAL} when it has not {@value #SIZE} bytes
     */
    public static PlatformEnvelope decode(Bytes struct) {
        if (struct.length() != SIZE) {
            throw CodecTable.invalid(
                    "SEV_ISSUE_CMD", "an envelope of " + struct.length() + " bytes instead of " + SIZE);
        }
        ByteBuffer in = struct.buffer();
        return new PlatformEnvelope(in.getInt(CMD), in.getLong(DATA), in.getInt(ERROR));
    }
}
