// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;

/** Little-endian fields of an image, and problems that say where in it they are. Callers check offsets. */
record ImageBytes(Image image) {
    int size() {
        return image.content().length();
    }

    int u16(int offset) {
        return Short.toUnsignedInt(
                image.content().slice(offset, Short.BYTES).buffer().getShort());
    }

    long u32(int offset) {
        return u32(image.content(), offset);
    }

    static long u32(Bytes bytes, int offset) {
        return Integer.toUnsignedLong(
                bytes.slice(offset, Integer.BYTES).buffer().getInt());
    }

    Guid guid(int offset) {
        return Guid.read(image.content(), offset);
    }

    Problem wrong(String code, String what) {
        return Problem.input(code, what).at(image.name());
    }

    Problem wrong(String code, String what, long offset) {
        return Problem.input(code, what).at(image.name() + ", offset " + Numbers.hex(offset));
    }
}
