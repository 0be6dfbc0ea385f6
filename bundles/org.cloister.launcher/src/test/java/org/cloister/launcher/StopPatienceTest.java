// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A framework is waited for from its stop on, and not for ever. */
class StopPatienceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final StopPatience patience = new StopPatience(Duration.ofNanos(10), now::get);

    @Test
    void oneThatRunsIsWaitedForWithoutAnEnd() {
        now.addAndGet(1000);
        assertThat(patience.isOver()).isFalse();
    }

    @Test
    void oneThatStopsHasItsTime() {
        patience.begin();
        now.addAndGet(10);
        assertThat(patience.isOver()).isFalse();
        now.incrementAndGet();
        assertThat(patience.isOver()).isTrue();
    }
}
