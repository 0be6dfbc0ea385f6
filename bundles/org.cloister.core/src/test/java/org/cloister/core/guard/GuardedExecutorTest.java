// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.operate.VendorFault;
import org.cloister.api.platform.Executor;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs a machine's processors is the platform's code, called by whoever has the guest. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardedExecutorTest {
    private static final long LATER = TimeUnit.DAYS.toNanos(1);

    private final GuardedCalls calls = new GuardedCalls();
    private final Vendor platform = calls.vendor(1, "platform 1.0.0");
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch inside = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        calls.close();
    }

    private Executor failing(WayToFail way) {
        return guarded((console, limits) -> {
            inside.countDown();
            way.strike(released);
            return null;
        });
    }

    private Executor guarded(Executor executor) {
        return new GuardedExecutor(executor, platform, calls);
    }

    private Limits untilInside() {
        return Limits.of(new Cancellation(), new Deadline(0, () -> inside.getCount() == 0 ? LATER : -1));
    }

    @ParameterizedTest
    @EnumSource(WayToFail.class)
    void whatBreaksItsContractIsLaidToThePlatform(WayToFail way) {
        calls.during(Duration.ofMillis(1));
        Executor executor = failing(way);
        Limits limits = way.hangs() ? untilInside() : Limits.NONE;
        assertThatThrownBy(() -> executor.run(OutputStream.nullOutputStream(), limits))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(way.hangs() ? Problem.Kind.DEADLINE : Problem.Kind.DEFECT);
                    assertThat(e.problem().where()).isEqualTo("platform 1.0.0");
                    assertThat(e.problem().found()).startsWith("Executor.run");
                });
    }

    @Test
    void aRunEndsAsThePlatformSays() {
        Executor.End end = new Executor.End(Executor.Reason.STOPPED, "enough");
        assertThat(guarded((console, limits) -> end).run(OutputStream.nullOutputStream(), Limits.NONE))
                .isEqualTo(end);
    }

    @Test
    void aGuestMayRunForLong() throws Exception {
        calls.during(Duration.ofMillis(1));
        Executor executor = guarded((console, limits) -> {
            inside.countDown();
            WayToFail.SLEEPS_DEAF.strike(released);
            return new Executor.End(Executor.Reason.HALTED, "");
        });
        CountDownLatch other = new CountDownLatch(1);
        Thread run = new Thread(() -> executor.run(OutputStream.nullOutputStream(), Limits.NONE));
        Thread later = new Thread(() -> calls.operation(
                platform,
                Limits.NONE,
                () -> calls.inside(new VendorCall(platform, "later"), () -> {
                    other.await();
                    return true;
                }),
                () -> {}));
        run.start();
        inside.await();
        later.start();
        while (calls.faults().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(calls.faults())
                .extracting(VendorFault::what)
                .singleElement()
                .asString()
                .contains("later");
        other.countDown();
        released.countDown();
        later.join();
        run.join();
    }
}
