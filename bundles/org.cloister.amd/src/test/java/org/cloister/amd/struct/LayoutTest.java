// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final Slot FIRST = new Slot("first", 2, 4, Notation.HEX, "a number");
    private static final Slot SECOND = new Slot("second", 8, 3, Notation.BYTES, "some bytes");
    private static final Layout LAYOUT = new Layout("a thing", 12, List.of(SECOND, FIRST));

    @Test
    void whatTheSlotsLeaveOutIsReserved() {
        assertThat(LAYOUT.reserved()).extracting(Slot::offset).containsExactly(0, 6, 11);
        assertThat(LAYOUT.reserved()).extracting(Slot::size).containsExactly(2, 2, 1);
    }

    @Test
    void showsEveryByteOnce() {
        Bytes bytes = Bytes.ofHex("000078563412000001020300");
        Structure shown = new Structure("a thing", LAYOUT.fields(bytes, 0x40, Slot::meaning));
        Tiling.check(shown, 0x40, 12);
        assertThat(Tiling.field(shown, "first").value()).isEqualTo("0x12345678");
        assertThat(Tiling.field(shown, "second").value()).isEqualTo("010203");
        assertThat(Tiling.field(shown, "reserved").value()).isEqualTo("zeros");
    }

    @Test
    void namesReservedBytesThatAreNotZero() {
        assertThat(LAYOUT.violations(Bytes.ofHex("000000000000000100000000"), 0x10))
                .containsExactly(new Violation("reserved", 0x16, "0001", "zeros"));
        assertThat(LAYOUT.violations(Bytes.of(new byte[12]), 0)).isEmpty();
    }

    @Test
    void showsOfALongReservedRunWhatIsNotZero() {
        Layout layout = new Layout("x", 108, List.of(new Slot("field", 0, 8, Notation.HEX, "something")));
        byte[] bytes = new byte[108];
        bytes[100] = 1;

        assertThat(layout.violations(Bytes.of(bytes), 0))
                .containsExactly(new Violation("reserved", 8, "0100000000000000 from offset 0x64 on", "zeros"));
    }

    @Test
    void refusesOverlapsAndWhatRunsOverTheEnd() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Layout("x", 12, List.of(FIRST, FIRST)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Layout("x", 10, List.of(SECOND)));
    }

    @Test
    void saysHowManyBytesAreMissingOrTooMany() {
        Problem shorter = refused("x.length", () -> LAYOUT.requireSize(7, "x.length", "file"));
        assertThat(shorter.message())
                .isEqualTo("file: this is not as long as a thing is (found 7 bytes, expected 12 bytes); the end is"
                        + " missing");
        Problem longer = refused("x.length", () -> LAYOUT.requireSize(14, "x.length", "file"));
        assertThat(longer.remedy()).isEqualTo("remove all from offset 0xc on");
    }
}
