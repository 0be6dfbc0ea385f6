// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.junit.jupiter.api.Test;

class TimedCallTest {
    @Test
    void workIsDoneInAThreadOfItsName() {
        assertThat(TimedCall.run(
                        "work", Limits.NONE, () -> Thread.currentThread().getName()))
                .isEqualTo("work");
    }

    @Test
    void aFailureKeepsItsTextAndNotItsClass() {
        assertThatThrownBy(() -> TimedCall.run("work", Limits.NONE, () -> {
                    throw new IllegalStateException("why");
                }))
                .hasMessageContaining("IllegalStateException: why")
                .hasNoCause();
    }

    @Test
    void whatListensToAnInterruptIsNotReported() {
        Limits limits = TimedCall.shorter(Limits.NONE, Duration.ofMillis(10));
        assertThatThrownBy(() -> TimedCall.run("work", limits, () -> {
                    new CountDownLatch(1).await();
                    return null;
                }))
                .hasMessageContaining("deadline passed");
    }

    @Test
    void whatDoesNotListenIsReportedByName() {
        CountDownLatch end = new CountDownLatch(1);
        Limits limits = TimedCall.shorter(Limits.NONE, Duration.ofMillis(10));
        assertThatThrownBy(() -> TimedCall.run("deaf work", limits, () -> {
                    for (boolean over = false; !over; ) {
                        try {
                            end.await();
                            over = true;
                        } catch (InterruptedException e) {
                            // Deaf
                        }
                    }
                    return null;
                }))
                .hasMessageContaining("thread \"deaf work\"");
        end.countDown();
    }

    @Test
    void theShorterLimitHolds() {
        Limits shorter = TimedCall.shorter(TimedCall.shorter(Limits.NONE, Duration.ZERO), Duration.ofHours(1));
        assertThat(shorter.deadline().orElseThrow().passed()).isTrue();
        Cancellation own = new Cancellation();
        assertThat(TimedCall.with(own, shorter).cancellation()).isSameAs(own);
        assertThat(TimedCall.with(own, shorter).deadline()).isEqualTo(shorter.deadline());
    }
}
