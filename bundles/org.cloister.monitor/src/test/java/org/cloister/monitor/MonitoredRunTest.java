// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.Executor;
import org.cloister.core.LaunchBed;
import org.cloister.monitor.qmp.Event;
import org.cloister.monitor.testing.OtherGuest;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a guest that is executed ends, and what is printed then. */
@Timeout(60)
class MonitoredRunTest {
    private final LaunchBed bed = new LaunchBed(new SnpGuestSupport());
    private final CompletableFuture<Executor.End> end = new CompletableFuture<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    private volatile Executor.Reason stopped = Executor.Reason.STOPPED;
    private volatile int count;

    @ParameterizedTest
    @CsvSource({
        "SHUTDOWN, SHUTDOWN, '[SHUTDOWN {\"guest\":true,\"reason\":\"guest-shutdown\"}]'",
        "PANICKED, PANIC, '[GUEST_PANICKED {\"action\":\"poweroff\"}, SHUTDOWN {\"guest\":true,\"reason\":\"guest-panic\"}]'",
        "FAILED, ERROR, '[SHUTDOWN {\"guest\":false,\"reason\":\"host-error\"}]'"
    })
    void theGuestsEndIsTold(Executor.Reason reason, GuestEnd.Cause cause, String told) throws Exception {
        try (Guest guest = executed(false)) {
            MonitoredRun run = run(guest);
            end.complete(new Executor.End(reason, "so it is"));
            assertThat(run.ended().get(30, TimeUnit.SECONDS)).isEqualTo(GuestEnd.of(cause, "so it is"));
            assertThat(events).hasToString(told);
            assertThat(run.state()).isEqualTo(QmpRunState.SHUTDOWN);
        }
    }

    @Test
    void aGuestThatRunsCannotBeStoppedOnlyEnded() throws Exception {
        try (Guest guest = executed(true)) {
            MonitoredRun run = run(guest);
            assertThat(begun).isNotDone();
            run.cont();
            begun.get(30, TimeUnit.SECONDS);
            assertThatThrownBy(run::stop).hasMessageContaining("cannot halt it", "end it with quit");
            assertThat(run.state()).isEqualTo(QmpRunState.RUNNING);
            run.quit();
            assertThat(run.ended()).isNotDone();
            run.settle();
            run.settle();
            end.complete(new Executor.End(Executor.Reason.SHUTDOWN, "too late"));
            assertThat(run.ended().get(30, TimeUnit.SECONDS).cause()).isEqualTo(GuestEnd.Cause.QUIT);
            assertThat(events).containsExactly("RESUME {}", "SHUTDOWN {\"guest\":false,\"reason\":\"host-qmp-quit\"}");
        }
    }

    @Test
    void aGuestWhoseRunsGoOnIsStoppedAndContinued() throws Exception {
        try (Guest guest = resuming()) {
            MonitoredRun run = run(guest);
            for (int stops = 1; stops <= 3; stops++) {
                assertThat(runs.take()).isEqualTo(stops);
                run.stop();
                run.stop();
                assertThat(run.state()).isEqualTo(QmpRunState.PAUSED);
                run.cont();
                run.cont();
                assertThat(run.state()).isEqualTo(QmpRunState.RUNNING);
            }
            assertThat(runs.take()).isEqualTo(4);
            assertThat(events).containsExactly("STOP {}", "RESUME {}", "STOP {}", "RESUME {}", "STOP {}", "RESUME {}");
            assertThat(run.ended()).isNotDone();
            run.quit();
        }
    }

    @Test
    void aGuestWhoseRunsGoOnIsReset() throws Exception {
        try (Guest guest = resuming()) {
            MonitoredRun run = run(guest);
            assertThat(runs.take()).isEqualTo(1);
            run.reset();
            assertThat(runs.take()).isEqualTo(2);
            assertThat(events).containsExactly("RESET {\"guest\":false,\"reason\":\"host-qmp-system-reset\"}");
            run.quit();
        }
    }

    @Test
    void aResetThatIsRefusedLetsTheGuestRunOn() throws Exception {
        CloisterException refused =
                Problem.operation("test.refused", "not this one").exception();
        try (Guest guest = new OtherGuest(resuming()) {
            @Override
            public void reset(Limits limits) {
                throw refused;
            }
        }) {
            MonitoredRun run = run(guest);
            assertThat(runs.take()).isEqualTo(1);
            assertThatThrownBy(run::reset).isSameAs(refused);
            assertThat(runs.take()).isEqualTo(2);
            assertThat(run.state()).isEqualTo(QmpRunState.RUNNING);
            run.quit();
        }
    }

    @Test
    void aGuestThatEndsAsItIsStoppedHasEnded() throws Exception {
        stopped = Executor.Reason.SHUTDOWN;
        try (Guest guest = resuming()) {
            MonitoredRun run = run(guest);
            assertThat(runs.take()).isEqualTo(1);
            assertThatThrownBy(run::stop).hasMessageContaining("come to its end");
            assertThat(run.ended().get(30, TimeUnit.SECONDS).cause()).isEqualTo(GuestEnd.Cause.SHUTDOWN);
        }
    }

    /** A guest whose runs last until they are stopped. */
    private Guest resuming() {
        return new OtherGuest(bed.launch(false, Map.of())) {
            @Override
            public Optional<Executor> executor() {
                return Optional.of(new Executor() {
                    @Override
                    public End run(OutputStream console, Limits limits) {
                        CountDownLatch over = new CountDownLatch(1);
                        runs.add(++count);
                        try (Cancellation.Registration registration =
                                limits.cancellation().onCancel(over::countDown)) {
                            over.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return new End(stopped, "");
                    }

                    @Override
                    public boolean resumes() {
                        return true;
                    }
                });
            }
        };
    }

    @Test
    void aRunnerThatBreaksItsContractIsADefect() throws Exception {
        try (Guest guest = executed(false)) {
            MonitoredRun run = run(guest);
            end.completeExceptionally(new IllegalStateException("broken"));
            CloisterException failure =
                    run.ended().get(30, TimeUnit.SECONDS).failure().orElseThrow();
            assertThat(failure.problem().kind()).isEqualTo(Problem.Kind.DEFECT);
        }
    }

    @Test
    void aLaunchThatFailsAtItsEndIsTheGuestsEnd() {
        CloisterException refused =
                Problem.operation("test.refused", "the firmware refused it").exception();
        try (Guest real = bed.launch(true, Map.of())) {
            Guest guest = new OtherGuest(real) {
                @Override
                public void proceed(Limits limits) {
                    real.close();
                    throw refused;
                }
            };
            MonitoredRun run = run(guest);
            assertThatThrownBy(run::cont).isSameAs(refused);
            run.failed(refused);
            run.settle();
            assertThat(run.ended().join().failure()).contains(refused);
            assertThat(events).containsExactly("SHUTDOWN {\"guest\":false,\"reason\":\"host-error\"}");
        }
    }

    private Guest executed(boolean paused) {
        Guest real = bed.launch(paused, Map.of());
        return new OtherGuest(real) {
            @Override
            public Optional<Executor> executor() {
                return Optional.of(MonitoredRunTest.this::execute);
            }
        };
    }

    private Executor.End execute(OutputStream console, Limits limits) {
        begun.complete(null);
        try {
            return end.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private MonitoredRun run(Guest guest) {
        MonitoredRun run = new MonitoredRun(guest, Optional.of(new ByteArrayOutputStream()), Limits.NONE);
        run.listen(this::hear);
        return run;
    }

    private void hear(Event event) {
        events.add(event.name() + " " + event.data());
    }
}
