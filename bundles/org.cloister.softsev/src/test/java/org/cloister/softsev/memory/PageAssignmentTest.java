// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.memory.PageAssignment.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageAssignmentTest {
    private static final int PAGE = 4096;

    private final AtomicLong allPages = new AtomicLong();
    private final SparseMemory memory = new SparseMemory(List.of(new MemoryRegion("ram", 0, 16L * PAGE)), allPages);
    private final PageAssignment assignment = memory.assignment();
    private final Bytes content = random();

    @BeforeEach
    void prepare() {
        assignment.activate(7, PageCipher.generate(new SecureRandom()));
        memory.hostView().write(PAGE, content);
        memory.turn(PAGE, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
    }

    @Test
    void encryptsInPlaceAndShowsEachSideItsOwn() {
        assertThat(assign(PAGE, PAGE)).isEqualTo(Result.DONE);
        assertThat(memory.guestView().read(PAGE, PAGE)).isEqualTo(content);
        assertThat(memory.hostView().read(PAGE, PAGE)).isNotEqualTo(content);
        assertThat(allPages).hasValue(1);
    }

    @Test
    void notesTheOwner() {
        assertThat(assignment.entry(PAGE)).isEqualTo(RmpEntry.HYPERVISOR);
        assign(PAGE, PAGE);
        assertThat(assignment.entry(PAGE)).isEqualTo(RmpEntry.guest(7, PAGE, true));
    }

    @Test
    void placesMatterForTheCiphertext() {
        memory.hostView().write(2 * PAGE, content);
        memory.turn(2 * PAGE, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assign(PAGE, PAGE);
        assign(2 * PAGE, 2 * PAGE);
        assertThat(memory.hostView().read(PAGE, PAGE))
                .isNotEqualTo(memory.hostView().read(2 * PAGE, PAGE));
        assertThat(memory.guestView().read(PAGE, PAGE))
                .isEqualTo(memory.guestView().read(2 * PAGE, PAGE));
    }

    @Test
    void leavesASourceElsewhereAsItIs() {
        memory.turn(5 * PAGE, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        memory.hostView().write(3 * PAGE, content);
        assertThat(assign(5 * PAGE, 3 * PAGE)).isEqualTo(Result.DONE);
        assertThat(memory.hostView().read(3 * PAGE, PAGE)).isEqualTo(content);
        assertThat(memory.guestView().read(5 * PAGE, PAGE)).isEqualTo(content);
    }

    @Test
    void takesZerosWithoutASource() {
        assertThat(assignment.assign(PAGE, () -> Optional.of(new byte[PAGE]), UnaryOperator.identity()))
                .isEqualTo(Result.DONE);
        assertThat(memory.guestView().read(PAGE, PAGE).isZero()).isTrue();
        assertThat(memory.hostView().read(PAGE, PAGE).isZero()).isFalse();
    }

    @Test
    void saysWhyNot() {
        assertThat(assign(0, 0)).isEqualTo(Result.NOT_PRIVATE);
        assertThat(assign(PAGE, 16 * PAGE)).isEqualTo(Result.NO_SOURCE);
        assertThat(assign(PAGE, PAGE)).isEqualTo(Result.DONE);
        assertThat(assign(PAGE, PAGE)).isEqualTo(Result.ALREADY_ASSIGNED);
        memory.turn(2 * PAGE, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assertThat(assign(2 * PAGE, PAGE)).as("a source that was used up").isEqualTo(Result.NO_SOURCE);
    }

    @Test
    void changesNothingWhenTheFirmwareRefuses() {
        UnaryOperator<byte[]> refusal = page -> {
            throw new IllegalStateException("no");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> assignment.assign(PAGE, () -> Optional.of(new byte[PAGE]), refusal));
        assertThat(assignment.entry(PAGE)).isEqualTo(RmpEntry.HYPERVISOR);
        assertThat(assign(PAGE, PAGE)).isEqualTo(Result.DONE);
        assertThat(memory.guestView().read(PAGE, PAGE)).isEqualTo(content);
    }

    @Test
    void theFinishDropsSourcesThatWereNotUsed() {
        assertThat(allPages).hasValue(1);
        assignment.run();
        assertThat(allPages).hasValue(0);
    }

    @Test
    void theRunningGuestWritesItsPages() {
        assign(PAGE, PAGE);
        memory.turn(2 * PAGE, PAGE, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
        assignment.run();
        assignment.change(2 * PAGE, entry -> entry.withValidated(true));
        memory.guestView().write(2 * PAGE - 2, Bytes.ofHex("01020304"));
        assertThat(memory.guestView().read(2 * PAGE - 3, 5).hex()).endsWith("01020304");
        assertThat(memory.guestView().read(PAGE, PAGE - 2)).isEqualTo(content.slice(0, PAGE - 2));
        assertThat(memory.hostView().read(2 * PAGE - 2, 4).hex()).isNotEqualTo("01020304");
        assertThat(memory.hostView().read(2 * PAGE, PAGE).isZero()).isFalse();
    }

    @Test
    void aTurnBackDiscardsTheContent() {
        assign(PAGE, PAGE);
        memory.turn(PAGE, PAGE, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
        assertThat(memory.hostView().read(PAGE, PAGE).isZero()).isTrue();
        assertThat(allPages).hasValue(0);
    }

    @Test
    void keepsRegistersOutOfTheGuestsAddresses() {
        assignment.assignVmsa(0, content.toArray());
        assignment.assignVmsa(1, content.toArray());
        assertThat(allPages).hasValue(3);
        assertThat(memory.hostView().written(new MemoryRegion("ram", 0, 16L * PAGE)))
                .containsExactly(new MemoryRegion("ram", PAGE, PAGE));
    }

    @Test
    void takesNothingAfterClose() {
        memory.close();
        assertThatExceptionOfType(CloisterException.class).isThrownBy(() -> assignment.assignVmsa(0, new byte[PAGE]));
        assertThat(allPages).hasValue(0);
    }

    private Result assign(long gpa, long sourceGpa) {
        long source = SparseMemory.HOST_BASE + sourceGpa;
        return assignment.assign(gpa, () -> assignment.page(source), UnaryOperator.identity());
    }

    private static Bytes random() {
        byte[] page = new byte[PAGE];
        new Random(4).nextBytes(page);
        return Bytes.of(page);
    }
}
