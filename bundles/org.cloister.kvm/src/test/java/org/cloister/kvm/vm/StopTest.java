// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.api.CloisterException;
import org.cloister.kvm.vm.exit.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A vCPU is stopped by another thread, at whatever moment. */
@Timeout(60)
class StopTest {
    private static final String FOR_EVER = "eb fe";
    // inc byte [0x3000]; jmp: what it did can be seen from outside
    private static final String COUNT = "fe 06 00 30 eb fa";

    @Test
    void aStopBeforeTheRunEndsIt() {
        try (Guest guest = Guest.real(FOR_EVER)) {
            guest.vcpu.stop();
            guest.vcpu.stop();
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Intr());
        }
    }

    @Test
    void aStoppedGuestGoesOnWhereItWas() {
        // out 0x80,al; in al,0x81; out 0x82,al; hlt
        try (Guest guest = Guest.real("e6 80 e4 81 e6 82 f4")) {
            assertThat(guest.vcpu.run()).isInstanceOf(Exit.PortWrite.class);
            Exit.PortRead read = (Exit.PortRead) guest.vcpu.run();
            read.answer().set(0x5a);
            guest.vcpu.stop();
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Intr());
            assertThat(guest.register("rax") & 0xff).isEqualTo(0x5a); // the answer was taken before the stop
            Exit.PortWrite write = (Exit.PortWrite) guest.vcpu.run();
            assertThat(write.data().at(0)).isEqualTo(0x5a);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
        }
    }

    @Test
    void anEndlessLoopIsStoppedAgainAndAgain() throws Exception {
        int rounds = 1_000;
        try (Guest guest = Guest.real(FOR_EVER)) {
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < rounds; i++) {
                    assertThat(guest.vcpu.run()).isEqualTo(new Exit.Intr());
                }
            });
            // Stops meet the vCPU before, in and after its runs; those that meet between two runs are one
            while (!running.isDone()) {
                guest.vcpu.stop();
                Thread.yield();
            }
            running.get();
        }
    }

    @Test
    void oneStopIsEnoughWhereverItMeets() throws Exception {
        try (Guest guest = Guest.real(FOR_EVER)) {
            for (int i = 0; i < 500; i++) {
                CountDownLatch started = new CountDownLatch(1);
                CompletableFuture<Exit> running = CompletableFuture.supplyAsync(() -> {
                    started.countDown();
                    return guest.vcpu.run();
                });
                started.await();
                for (int spin = i % 200 * 10; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                guest.vcpu.stop();
                assertThat(end(running)).isEqualTo(new Exit.Intr());
            }
        }
    }

    @Test
    void aVcpuThatRunsIsStoppedAndClosedWithItsMachine() throws Exception {
        for (int i = 0; i < 100; i++) {
            Guest guest = Guest.real(COUNT);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                while (true) {
                    guest.vcpu.run();
                }
            });
            if (i % 2 == 0) {
                untilItCounts(guest, running);
            }
            guest.close();
            assertThatThrownBy(() -> end(running))
                    .cause()
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("kvm.closed"));
        }
    }

    @Test
    void aClosedVcpuIsLeftAlone() {
        Guest guest = Guest.real(FOR_EVER);
        guest.close();
        guest.close();
        guest.vcpu.stop();
        guest.vcpu.close();
        assertThatThrownBy(guest.vcpu::run).hasMessageContaining("closed");
        assertThatThrownBy(() -> guest.vcpu.state().general()).isInstanceOf(CloisterException.class);
        assertThatThrownBy(() -> guest.vm.createVcpu(1)).hasMessageContaining("closed");
    }

    @Test
    void twoThreadsCannotRunOne() throws Exception {
        try (Guest guest = Guest.real(COUNT)) {
            CompletableFuture<Exit> running = CompletableFuture.supplyAsync(guest.vcpu::run);
            untilItCounts(guest, running);
            assertThatThrownBy(guest.vcpu::run).hasMessageContaining("another thread");
            guest.vcpu.stop();
            assertThat(end(running)).isEqualTo(new Exit.Intr());
        }
    }

    // A processor that has ended will not count any more.
    private static void untilItCounts(Guest guest, CompletableFuture<?> running) {
        while (guest.read(0x3000, 1)[0] == 0) {
            assertThat(running).isNotDone();
            Thread.onSpinWait();
        }
    }

    // Bounded, so that a stop that was lost fails the test instead of hanging it
    private static <T> T end(CompletableFuture<T> running)
            throws ExecutionException, InterruptedException, TimeoutException {
        return running.get(30, TimeUnit.SECONDS);
    }
}
