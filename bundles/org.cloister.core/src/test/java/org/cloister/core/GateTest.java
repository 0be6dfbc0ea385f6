// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cloister.api.Cancellation;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.core.Gate.State;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final Limits SHORT = Limits.of(new Cancellation(), Deadline.after(Duration.ofMillis(50)));

    @ParameterizedTest
    @CsvSource({
        "TRIAL,    true,  true",
        "SERVING,  true,  true",
        "DRAINING, false, true",
        "PINNED,   false, true",
        "CLOSED,   false, false"
    })
    void whoComesIn(State state, boolean any, boolean bound) {
        Gate gate = new Gate(state);
        assertThat(gate.enter() != null).isEqualTo(any);
        assertThat(gate.enterBound() != null).isEqualTo(bound);
    }

    @Test
    void anIdleGateClosesAtOnce() {
        Gate gate = new Gate(State.DRAINING);
        assertThat(gate.drain(() -> false, Limits.NONE)).isTrue();
        assertThat(gate.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whoIsNeededIsPinnedAndClosesLater() {
        Gate gate = new Gate(State.DRAINING);
        AtomicBoolean needed = new AtomicBoolean(true);
        assertThat(gate.drain(needed::get, Limits.NONE)).isFalse();
        assertThat(gate.state()).isEqualTo(State.PINNED);
        assertThat(gate.tryClose(needed::get)).isFalse();
        needed.set(false);
        assertThat(gate.tryClose(needed::get)).isTrue();
    }

    @Test
    void aCallFromBeforeIsWaitedForBeforeItIsAskedWhoNeedsIt() throws Exception {
        Gate gate = new Gate(State.SERVING);
        Gate.Call call = gate.enter();
        gate.set(State.DRAINING);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> gate.drain(
                () -> {
                    asked.countDown();
                    return true;
                },
                Limits.NONE));
        assertThatThrownBy(() -> gate.drain(() -> true, SHORT)).hasMessageContaining("deadline");
        assertThat(asked.getCount()).isEqualTo(1);
        call.close();
        assertThat(drained.get()).isFalse();
    }

    @Test
    void whoNeedsItIsAskedWhileOthersComeAndGo() {
        Gate gate = new Gate(State.DRAINING);
        AtomicInteger asked = new AtomicInteger();
        boolean closed = gate.drain(
                () -> {
                    assertThat(Thread.holdsLock(gate)).isFalse();
                    if (asked.getAndIncrement() == 0) {
                        CompletableFuture.runAsync(() -> gate.enterBound().close())
                                .join();
                        assertThat(gate.state()).isEqualTo(State.DRAINING);
                    }
                    return false;
                },
                Limits.NONE);
        assertThat(closed).isTrue();
        assertThat(asked).as("once more after somebody came in").hasValue(2);
    }

    @Test
    void whoCameInWhileItWasAskedMayNeedIt() {
        Gate gate = new Gate(State.DRAINING);
        AtomicBoolean needed = new AtomicBoolean();
        Gate.Call[] late = new Gate.Call[1];
        assertThat(gate.tryClose(() -> {
                    late[0] = gate.enterBound();
                    return false;
                }))
                .isFalse();
        needed.set(true);
        late[0].close();
        assertThat(gate.drain(needed::get, Limits.NONE)).isFalse();
        assertThat(gate.state()).isEqualTo(State.PINNED);
    }

    @Test
    void aCallForAGuestDoesNotKeepItFromBeingPinned() {
        Gate gate = new Gate(State.DRAINING);
        try (Gate.Call call = gate.enterBound()) {
            assertThat(gate.calls()).isEqualTo(1);
            assertThat(gate.threads()).containsExactly(Thread.currentThread().getName());
            assertThat(gate.drain(() -> true, Limits.NONE)).isFalse();
        }
    }

    @Test
    void drainingEndsWhenTheGateServesAgain() {
        Gate gate = new Gate(State.DRAINING);
        Gate.Call call = gate.enterBound();
        gate.reopen();
        assertThatThrownBy(() -> gate.drain(() -> false, Limits.NONE)).hasMessageContaining("went away");
        call.close();
    }

    @Test
    void whatIsClosedStaysClosed() {
        assertThat(new Gate(State.CLOSED).reopen()).isFalse();
    }

    /** Whoever got in is out again before it is closed, whatever the order. */
    @RepeatedTest(10)
    void nobodyIsInsideAClosedGate() throws Exception {
        Gate gate = new Gate(State.SERVING);
        AtomicInteger inside = new AtomicInteger();
        List<CompletableFuture<Void>> callers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (Gate.Call visit = gate.enter(); visit != null; visit = gate.enter()) {
                        inside.incrementAndGet();
                        inside.decrementAndGet();
                        visit.close();
                    }
                }))
                .toList();
        gate.set(State.DRAINING);
        assertThat(gate.drain(() -> false, Limits.NONE)).isTrue();
        assertThat(inside).hasValue(0);
        for (CompletableFuture<Void> caller : callers) {
            caller.get();
        }
    }
}
