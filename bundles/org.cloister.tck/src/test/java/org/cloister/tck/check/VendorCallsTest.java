// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VendorCallsTest {
    private final VendorCalls calls = new VendorCalls(Duration.ofMinutes(1));
    private final CountDownLatch woken = new CountDownLatch(1);

    private void untilWoken() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            woken.countDown();
        }
    }

    @Test
    void anInterruptedKitWakesTheCallAndTakesItForNoThreadOfTheVendors() throws InterruptedException {
        Thread.currentThread().interrupt();
        CheckEnd end = catchThrowableOfType(CheckEnd.class, () -> calls.tell("test", this::untilWoken));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(end.status()).isEqualTo(CheckResult.Status.NOT_PERFORMED);
        assertThat(calls.threadsLeft()).isEmpty();
        woken.await();
    }
}
