// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseMemoryTest {
    private static final long ROM = 0xffc00000L;
    private static final long RAM_SIZE = 1L << 40;

    private final AtomicLong allPages = new AtomicLong();
    private final SparseMemory memory = new SparseMemory(
            List.of(
                    new MemoryRegion("low", 0, 0x3000),
                    new MemoryRegion("high", 0x3000, 0x2000),
                    new MemoryRegion("rom", ROM, 0x400000),
                    new MemoryRegion("ram", 1L << 32, RAM_SIZE)),
            allPages);

    @Test
    void beginsWithSharedZerosAndNoPages() {
        assertThat(memory.page(0)).isEqualTo(new PageState(Visibility.SHARED, Turn.CREATION));
        assertThat(memory.hostView().read(0x2ff0, 0x20).isZero()).isTrue();
        assertThat(memory.guestView().read(ROM, 4096).isZero()).isTrue();
        assertThat(allPages).hasValue(0);
    }

    @Test
    void tellsTheRunsThatWereWritten() {
        MemoryRegion ram = new MemoryRegion("ram", 1L << 32, RAM_SIZE);
        assertThat(memory.guestView().written(ram)).isEmpty();

        memory.hostView().write((1L << 32) + 0x1ff0, Bytes.of(random(0x20)));
        memory.hostView().write((1L << 40) + 5, Bytes.ofHex("01"));
        memory.hostView().write(ROM, Bytes.ofHex("01"));
        assertThat(memory.guestView().written(ram))
                .containsExactly(
                        new MemoryRegion("ram", (1L << 32) + 0x1000, 0x2000),
                        new MemoryRegion("ram", 1L << 40, 0x1000));
        assertThat(memory.hostView().written(new MemoryRegion("ram", 1L << 40, 0x1000)))
                .containsExactly(new MemoryRegion("ram", 1L << 40, 0x1000));
    }

    @Test
    void carriesARunOverPagesAndAdjoiningRegions() {
        byte[] content = random(0x2345);
        memory.hostView().write(0x1ffb, content, 3, 0x2001);
        assertThat(memory.guestView().read(0x1ffb, 0x2001)).isEqualTo(Bytes.of(content, 3, 0x2001));
        assertThat(allPages).hasValue(3);
    }

    @Test
    void hostSeesWhatTheGuestWritesToSharedPages() {
        memory.guestView().write(0x2000, Bytes.ofHex("c0ffee"));
        assertThat(memory.hostView().read(0x2000, 3).hex()).isEqualTo("c0ffee");
    }

    @Test
    void costsOnlyWhatIsWritten() {
        memory.hostView().write(1L << 32, Bytes.of(new byte[1 << 20]));
        assertThat(allPages).hasValue(0);
        memory.hostView().write((1L << 32) + RAM_SIZE - 1, Bytes.ofHex("01"));
        assertThat(allPages).hasValue(1);
    }

    @Test
    void overwritesWithZeros() {
        memory.hostView().write(0, Bytes.ofHex("0102"));
        memory.hostView().write(0, Bytes.ofHex("0000"));
        assertThat(memory.hostView().read(0, 2).isZero()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0x4fff,2", "0x5000,1", "-1,1", "0xffbfffff,2", "0x7fffffffffffffdf,32", "0,0x6000"})
    void refusesWhatIsOutside(String gpa, String length) {
        byte[] bytes = new byte[Integer.decode(length)];
        refused("memory.outside", () -> memory.hostView().read(Long.decode(gpa), bytes.length));
        refused("memory.outside", () -> memory.guestView().write(Long.decode(gpa), Bytes.of(bytes)));
    }

    @Test
    void failsAsAWhole() {
        refused("memory.outside", () -> memory.page(0x5000));
        refused("memory.outside", () -> memory.hostView().write(0x4ffe, Bytes.ofHex("010203")));
        memory.turn(0x1000, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        refused("memory.refused", () -> memory.hostView().write(0xffe, Bytes.ofHex("01020304")));
        assertThat(allPages).hasValue(0);
    }

    @Test
    void turnsPagesAndKeepsTheFirstCause() {
        memory.turn(0x1000, 0x2000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        memory.turn(0, 0x4000, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
        assertThat(IntStream.range(0, 5)
                        .mapToObj(page -> memory.page(page * 4096L).by()))
                .containsExactly(
                        Turn.PAGE_STATE_CHANGE,
                        Turn.LAUNCH_UPDATE,
                        Turn.LAUNCH_UPDATE,
                        Turn.PAGE_STATE_CHANGE,
                        Turn.CREATION);
    }

    @ParameterizedTest
    @CsvSource({
        "0x800,4096,LAUNCH_UPDATE,memory.alignment",
        "0,4095,LAUNCH_UPDATE,memory.alignment",
        "0,0,LAUNCH_UPDATE,memory.alignment",
        "0,-4096,LAUNCH_UPDATE,memory.alignment",
        "0x4000,8192,LAUNCH_UPDATE,memory.outside",
        "0,4096,CREATION,memory.refused"
    })
    void turnsNothingWhenItRefuses(String gpa, long size, Turn by, String code) {
        refused(code, () -> memory.turn(Long.decode(gpa), size, Visibility.PRIVATE, by));
        assertThat(memory.page(0).visibility()).isEqualTo(Visibility.SHARED);
        assertThat(memory.page(0x4000).visibility()).isEqualTo(Visibility.SHARED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LAUNCH_UPDATE", "PAGE_STATE_CHANGE", "GUEST_PAGE_TABLE"})
    void neverShowsPlaintextOfAPrivatePage(Turn by) {
        memory.hostView().write(0, Bytes.ofHex("5ec4e7"));
        memory.turn(0, 4096, Visibility.PRIVATE, by);
        assertThat(memory.hostView().read(0, 4096).isZero()).isTrue();
        assertThat(memory.guestView().read(0, 4096).isZero()).isTrue();
        memory.turn(0, 4096, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
        assertThat(memory.hostView().read(0, 4096).isZero()).isTrue();
        assertThat(allPages).hasValue(0);
    }

    @Test
    void refusesWritesToPrivatePages() {
        memory.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        refused("memory.refused", () -> memory.hostView().write(0, Bytes.ofHex("01")));
        refused("memory.refused", () -> memory.guestView().write(0, Bytes.ofHex("01")));
    }

    @Test
    void namesEveryByteByAnAddress() {
        long base = memory.hostAddress(0).orElseThrow();
        assertThat(base).isNotZero();
        assertThat(memory.hostAddress(0x4fff)).hasValue(base + 0x4fff);
        assertThat(memory.hostAddress(ROM)).hasValue(base + ROM);
        assertThat(memory.hostAddress(0x5000)).isEmpty();
    }

    @Test
    void isGoneAfterClose() {
        memory.hostView().write(0, Bytes.ofHex("01"));
        memory.close();
        memory.close();
        assertThat(allPages).hasValue(0);
        refused("memory.closed", () -> memory.hostView().read(0, 1));
        refused("memory.closed", () -> memory.guestView().write(0, Bytes.ofHex("01")));
        refused("memory.closed", () -> memory.page(0));
        refused("memory.closed", () -> memory.hostAddress(0));
        refused("memory.closed", () -> memory.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
    }

    @Test
    void keepsTheCountWithManyThreads() {
        IntStream.range(0, 8).parallel().forEach(thread -> {
            for (int page = 0; page < 64; page++) {
                long gpa = (1L << 32) + page * 4096L;
                memory.hostView().write(gpa + thread, new byte[] {(byte) (thread + 1)}, 0, 1);
            }
        });
        assertThat(allPages).hasValue(64);
        assertThat(memory.guestView().read((1L << 32) + 4096, 8).hex()).isEqualTo("0102030405060708");
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
