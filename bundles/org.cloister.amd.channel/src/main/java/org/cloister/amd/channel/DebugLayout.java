// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_dbg} of both directions, and what Linux refuses in it. */
final class DebugLayout {
    static final int SIZE = 24;
    static final int SRC_UADDR = 0;
    static final int DST_UADDR = 8;
    static final int LEN = 16;

    private DebugLayout() {}

    static void requireLength(int length) {
        if (length < 1 || length > DebugDecrypt.MAX) {
            throw new IllegalArgumentException("length is " + length + ", 1 to " + DebugDecrypt.MAX);
        }
    }

    static Bytes encode(ByteBuffer out, long source, long target, int length) {
        return Bytes.of(out.putLong(SRC_UADDR, source)
                .putLong(DST_UADDR, target)
                .putInt(LEN, length)
                .array());
    }

    static void check(String command, ByteBuffer in) {
        int length = in.getInt(LEN);
        boolean sized = length >= 1 && length <= DebugDecrypt.MAX;
        boolean wraps = Long.compareUnsigned(in.getLong(SRC_UADDR) + length, in.getLong(SRC_UADDR)) < 0;
        if (!sized || wraps || in.getLong(DST_UADDR) == 0) {
            String where = String.format(
                    Locale.ROOT,
                    "%s bytes from 0x%x to 0x%x",
                    Integer.toUnsignedString(length),
                    in.getLong(SRC_UADDR),
                    in.getLong(DST_UADDR));
            throw CodecTable.invalid(command, where);
        }
    }
}
