// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Locale;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/** {@code struct kvm_sev_dbg} of both directions, and what Linux refuses in it. */
final class DebugLayout {
    static final Slot SOURCE = Slot.hex("src_uaddr", 0, 8);
    static final Slot TARGET = Slot.hex("dst_uaddr", 8, 8);
    static final Slot LENGTH = Slot.number("len", 16, 4);
    static final Layout LAYOUT = Layout.of("kvm_sev_dbg", 24, SOURCE, TARGET, LENGTH);

    private DebugLayout() {}

    static void requireLength(int length) {
        if (length < 1 || length > DebugDecrypt.MAX) {
            throw new IllegalArgumentException("length is " + length + ", 1 to " + DebugDecrypt.MAX);
        }
    }

    static void check(CommandStruct in) {
        long source = in.number(SOURCE);
        long target = in.number(TARGET);
        long length = in.number(LENGTH);
        boolean sized = length >= 1 && length <= DebugDecrypt.MAX;
        boolean wraps = Long.compareUnsigned(source + length, source) < 0;
        if (!sized || wraps || target == 0) {
            throw in.invalid(String.format(Locale.ROOT, "%d bytes from 0x%x to 0x%x", length, source, target));
        }
    }
}
