// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;

/** What a platform in software gets for nothing keeps the contract of {@link GuestMemory}. */
class HeapMemoryTest {
    private static final Bytes CONTENT = Bytes.ofHex("0102030405060708");

    private final HeapMemory memory = new HeapMemory(
            List.of(new MemoryRegion("low", 0, 0x2000), new MemoryRegion("adjoining", 0x2000, 0x1000), gap()));

    private static MemoryRegion gap() {
        return new MemoryRegion("high", 0x1_0000_0000L, 0x4000);
    }

    private static String codeOf(ThrowingCallable call) {
        return catchThrowableOfType(CloisterException.class, call).problem().code();
    }

    @Test
    void viewsAgreeOnSharedPagesAlone() {
        memory.hostView().write(4092, CONTENT);
        assertThat(memory.guestView().read(4092, 8)).isEqualTo(CONTENT);
        memory.turn(4096, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assertThat(memory.guestView().read(4092, 8)).isEqualTo(CONTENT);
        assertThat(codeOf(() -> memory.hostView().read(4092, 8))).isEqualTo("memory.refused");
        assertThat(codeOf(() -> memory.hostView().write(4092, Bytes.ofHex("ffffffffff"))))
                .isEqualTo("memory.refused");
        assertThat(memory.hostView().read(4092, 4))
                .as("a refused call changes nothing")
                .isEqualTo(CONTENT.slice(0, 4));
    }

    @Test
    void theGuestWritesPrivatePagesAfterTheLaunch() {
        memory.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assertThat(codeOf(() -> memory.guestView().write(0, CONTENT))).isEqualTo("memory.refused");
        memory.seal();
        memory.guestView().write(0, CONTENT);
        assertThat(memory.guestView().read(0, 8)).isEqualTo(CONTENT);
    }

    @Test
    void aPageThatIsSharedAgainShowsNothing() {
        memory.hostView().write(0, CONTENT);
        memory.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        memory.turn(0, 4096, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
        assertThat(memory.hostView().read(0, 4096).isZero()).isTrue();
        assertThat(memory.page(4095)).isEqualTo(new PageState(Visibility.SHARED, Turn.PAGE_STATE_CHANGE));
    }

    @Test
    void runsOnWithinAdjoiningRegionsAndEndsAtAGap() {
        memory.hostView().write(0x1ffc, CONTENT);
        assertThat(memory.hostView().read(0x1ffc, 8)).isEqualTo(CONTENT);
        assertThat(codeOf(() -> memory.hostView().read(0x2fff, 2))).isEqualTo("memory.outside");
        assertThat(codeOf(() -> memory.hostView().read(-1, 1))).isEqualTo("memory.outside");
        assertThat(codeOf(() -> memory.page(Long.MAX_VALUE))).isEqualTo("memory.outside");
        assertThat(codeOf(() -> memory.turn(0x2000, 0x2000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE)))
                .isEqualTo("memory.outside");
        assertThat(memory.page(0x2000).visibility()).isEqualTo(Visibility.SHARED);
        assertThat(memory.hostAddress(0)).isEmpty();
    }

    @Test
    void turnsWholePagesOnly() {
        assertThat(codeOf(() -> memory.turn(1, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE)))
                .isEqualTo("memory.alignment");
        assertThat(codeOf(() -> memory.turn(0, 0, Visibility.PRIVATE, Turn.LAUNCH_UPDATE)))
                .isEqualTo("memory.alignment");
        assertThat(codeOf(() -> memory.turn(0, 4096, Visibility.PRIVATE, Turn.CREATION)))
                .isEqualTo("memory.refused");
    }

    @Test
    void saysWhereSomethingWasWritten() {
        memory.hostView().write(0x1_0000_0000L, CONTENT);
        memory.hostView().write(0x1_0000_1000L, CONTENT);
        memory.hostView().write(0x1_0000_3000L, CONTENT);
        assertThat(memory.hostView().written(gap()))
                .extracting(MemoryRegion::gpa, MemoryRegion::size)
                .containsExactly(tuple(0x1_0000_0000L, 0x2000L), tuple(0x1_0000_3000L, 0x1000L));
    }

    @Test
    void endsWithItsMachine() {
        memory.close();
        memory.close();
        assertThat(codeOf(() -> memory.page(0))).isEqualTo("memory.closed");
        assertThat(codeOf(() -> memory.guestView().read(0, 1))).isEqualTo("memory.closed");
    }
}
