// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.List;
import org.cloister.amd.struct.LayoutPart;
import org.cloister.amd.struct.Slot;

/**
 * The two fields by which a struct points to a buffer.
 *
 * @param address where the buffer lies, 8 bytes; 0 for none
 * @param length how long it is, 4 bytes
 */
record Pointer(Slot address, Slot length) implements LayoutPart {
    /** A pointer of two fields with their offsets. */
    static Pointer of(String address, int addressAt, String length, int lengthAt) {
        return new Pointer(Slot.hex(address, addressAt, Long.BYTES), Slot.number(length, lengthAt, Integer.BYTES));
    }

    @Override
    public List<Slot> slots() {
        return List.of(address, length);
    }
}
