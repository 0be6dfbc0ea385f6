// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
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

    /** Where the address of the command's struct lies. */
    public static final int DATA_OFFSET = 4;

    private static final Slot CMD = Slot.number("cmd", 0, 4);
    private static final Slot DATA = Slot.hex("data", DATA_OFFSET, 8);
    private static final Slot ERROR = Slot.hex("error", 12, 4);

    static final Layout LAYOUT = Layout.of("sev_issue_cmd", SIZE, CMD, DATA, ERROR);

    /** The struct. */
    public Bytes encode() {
        byte[] out = new byte[SIZE];
        CMD.put(out, Integer.toUnsignedLong(cmd));
        DATA.put(out, data);
        ERROR.put(out, Integer.toUnsignedLong(error));
        return Bytes.of(out);
    }

    /**
     * The envelope in a struct.
     *
     * @throws SevCommandException with {@code EINVAL} when it has not {@value #SIZE} bytes
     */
    public static PlatformEnvelope decode(Bytes struct) {
        if (struct.length() != SIZE) {
            throw SevCommandException.invalid(
                    "SEV_ISSUE_CMD", "an envelope of " + struct.length() + " bytes instead of " + SIZE);
        }
        return new PlatformEnvelope((int) CMD.number(struct), DATA.number(struct), (int) ERROR.number(struct));
    }
}
