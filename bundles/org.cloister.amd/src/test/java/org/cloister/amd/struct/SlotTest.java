// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Random;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatItWrote(int size) {
        Random random = new Random(size);
        Slot slot = new Slot("x", 3, size, Notation.NUMBER, "");
        for (int i = 0; i < 100; i++) {
            long value = random.nextLong() >>> 64 - 8 * size;
            byte[] image = new byte[16];
            slot.put(image, value);
            assertThat(slot.number(Bytes.of(image))).isEqualTo(value);
            assertThat(Bytes.of(image).slice(0, 3).isZero()).isTrue();
            assertThat(Bytes.of(image).slice(slot.end(), 16 - slot.end()).isZero())
                    .isTrue();
        }
    }

    @Test
    void theLowestByteComesFirst() {
        byte[] image = new byte[4];
        new Slot("x", 0, 4, Notation.HEX, "").put(image, 0x01020304);
        assertThat(image).containsExactly(4, 3, 2, 1);
    }

    @Test
    void refusesWhatHasNoRoom() {
        Slot slot = new Slot("x", 0, 2, Notation.HEX, "");
        assertThat(refused("field.range", () -> slot.put(new byte[2], 0x10000)).where())
                .isEqualTo("x");
        refused("field.range", () -> slot.put(new byte[2], -1));
        refused("field.range", () -> new Slot("y", 0, 9, Notation.BYTES, "").put(new byte[9], 1));
        refused("field.size", () -> slot.put(new byte[2], Bytes.of(new byte[3])));
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBER, ffffffffffffffff, 18446744073709551615",
        "HEX, 0100008000000000, 0x80000001",
        "BYTES, 00ff, 00ff",
        "ZEROS, 0000, zeros",
        "ZEROS, 0001, 0001",
        "SECRET, 0102, '2 bytes, not shown'"
    })
    void isShownInItsNotation(Notation notation, String content, String expected) {
        Bytes bytes = Bytes.ofHex(content);
        Slot slot = new Slot("x", 0, bytes.length(), notation, "what it is");
        assertThat(slot.show(bytes, 0x20)).isEqualTo(new Field("x", 0x20, bytes.length(), expected, "what it is"));
    }
}
