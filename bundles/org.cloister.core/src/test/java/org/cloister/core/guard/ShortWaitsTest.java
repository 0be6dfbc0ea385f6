// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits awake takes no processor from who works. */
class ShortWaitsTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final ShortWaits waits = new ShortWaits(2);

    /** How often it was looked for while it was waited for something that comes with the look of that number. */
    private int looksFor(int comes) {
        looks.set(0);
        waits.until(() -> looks.incrementAndGet() == comes);
        return looks.get();
    }

    /** How many waits that would end at their first look were left out. */
    private int leftOut() {
        int count = 0;
        while (looksFor(1) == 0) {
            count++;
        }
        return count;
    }

    private void waitInVain() {
        waits.until(() -> false);
    }

    @Test
    void whatComesSoonIsWaitedFor() {
        waits.begun();
        assertThat(looksFor(5)).isEqualTo(5);
    }

    @Test
    void whereTasksNeedAllProcessorsNobodyWaitsAwake() {
        waits.begun();
        waits.begun();
        assertThat(looksFor(5)).isEqualTo(1);
        waits.ended();
        assertThat(looksFor(5)).isEqualTo(5);
    }

    @Test
    void onOneProcessorNobodyDoes() {
        ShortWaits one = new ShortWaits(1);
        one.begun();
        one.until(() -> looks.incrementAndGet() == 5);
        assertThat(looks).hasValue(1);
    }

    @Test
    void aWaitAwakeIsBusyToo() {
        waits.begun();
        waits.until(() -> {
            looks.set(0);
            waits.until(() -> looks.incrementAndGet() == 5);
            return true;
        });
        assertThat(looks).hasValue(1);
    }

    @Test
    void afterEachInVainTwiceAsManyAreLeftOut() {
        waitInVain();
        for (int i = 0; i < 2; i++) {
            assertThat(looksFor(1)).isZero();
        }
        waitInVain();
        for (int i = 0; i < 4; i++) {
            assertThat(looksFor(1)).isZero();
        }
        assertThat(looksFor(1)).isOne();
    }

    @Test
    void oneThatIsNotInVainBeginsAnew() {
        waitInVain();
        assertThat(leftOut()).isEqualTo(2);
        waitInVain();
        assertThat(leftOut()).isEqualTo(2);
    }

    @Test
    void itEndsThoughNothingComes() {
        for (int i = 0; i < 20; i++) {
            waitInVain();
            leftOut();
        }
        assertThat(looksFor(3)).isEqualTo(3);
    }
}
