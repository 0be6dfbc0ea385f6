// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.sev.SevReceiver;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.softsev.BoundRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that are executed are stopped, sent, and count on where they are: without gap or repetition. */
@Timeout(60)
class ExecutedMoveTest {
    private final Counted console = new Counted();
    private final Cancellation ending = new Cancellation();

    private static TestBed bed(boolean resumes) {
        TestBed bed = TestBed.bare();
        BoundRunner.bind(bed.platform, new CountingRunner(resumes));
        bed.install(bed.platform);
        bed.install(new SevGuestSupport(), 0);
        bed.install(new SevEsGuestSupport(), 0);
        return bed;
    }

    private static Bytes identity(TestBed bed) {
        PlatformChannel channel = bed.platform.adapt(PlatformChannel.class).orElseThrow();
        PdhCertExport.Certificates exported = LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        Bytes authorities =
                bed.platform.adapt(PlatformAuthorities.class).orElseThrow().askAndArk();
        return new SevReceiver(exported.pdh().content(), exported.chain().content(), authorities).identity();
    }

    private static Guest launch(TestBed bed, String type) {
        return bed.launcher.launch(TestBed.named(new GuestType(type)), LaunchListener.SILENT, Limits.NONE);
    }

    private CompletableFuture<End> run(Guest guest) {
        return CompletableFuture.supplyAsync(
                () -> guest.executor().orElseThrow().run(console, Limits.of(ending)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void itCountsOnWhereItWasSent(String type) throws Exception {
        TestBed here = bed(true);
        TestBed there = bed(true);
        Guest guest = launch(here, type);
        CompletableFuture<End> run = run(guest);
        console.more().await();
        Streamed target = new Streamed(identity(there));
        guest.send(target, false, LaunchListener.SILENT, Limits.NONE);
        assertThat(run.get()).isEqualTo(new End(Reason.STOPPED, "the guest was sent away, or ended"));

        try (Guest arrived =
                there.launcher.receive(new Streamed.Source(target.stream()), LaunchListener.SILENT, Limits.NONE)) {
            CompletableFuture<End> on = run(arrived);
            console.more().await();
            ending.cancel();
            assertThat(on.get().reason()).isEqualTo(Reason.STOPPED);
        }
        console.assertInOrder();
    }

    @Test
    void aSnapshotLetsItCountOn() throws Exception {
        TestBed here = bed(true);
        try (Guest guest = launch(here, "sev")) {
            CompletableFuture<End> run = run(guest);
            for (int i = 0; i < 3; i++) {
                console.more().await();
                guest.send(new Streamed(null), true, LaunchListener.SILENT, Limits.NONE);
            }
            console.more().await();
            assertThat(run).isNotDone();
            ending.cancel();
            assertThat(run.get().reason()).isEqualTo(Reason.STOPPED);
        }
        console.assertInOrder();
    }

    @Test
    void whatCannotBeSentCountsOn() throws Exception {
        TestBed here = bed(true);
        try (Guest guest = launch(here, "sev-es")) {
            CompletableFuture<End> run = run(guest);
            console.more().await();
            Streamed gone = new Streamed(identity(here)) {
                @Override
                public void complete() throws IOException {
                    throw new IOException("gone");
                }
            };
            assertThat(problem(guest, gone)).isEqualTo("send.stream");
            console.more().await();
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            ending.cancel();
            assertThat(run.get().reason()).isEqualTo(Reason.STOPPED);
        }
        console.assertInOrder();
    }

    @Test
    void itsCallerCanEndTheRunWhileItIsSent() throws Exception {
        TestBed here = bed(true);
        try (Guest guest = launch(here, "sev")) {
            CompletableFuture<End> run = run(guest);
            console.more().await();
            Streamed ended = new Streamed(null) {
                @Override
                public Optional<Bytes> receiver(Bytes beginning) throws IOException {
                    ending.cancel();
                    assertThat(run.join().reason()).isEqualTo(Reason.STOPPED);
                    return super.receiver(beginning);
                }
            };
            guest.send(ended, true, LaunchListener.SILENT, Limits.NONE);
            assertThat(ended.told).contains("complete");
        }
    }

    @Test
    void whatCouldNotGoOnIsNotStopped() throws Exception {
        TestBed here = bed(false);
        try (Guest guest = launch(here, "sev")) {
            CompletableFuture<End> run = run(guest);
            console.more().await();
            assertThat(problem(guest, new Streamed(null))).isEqualTo("guest.state");
            console.more().await();
            assertThat(run).isNotDone();
            ending.cancel();
            run.get();
            guest.send(new Streamed(null), true, LaunchListener.SILENT, Limits.NONE);
        }
    }

    /** A reader that takes nothing until it reads. */
    private static OutputStream waiting(CountDownLatch begun, CountDownLatch reads, OutputStream target) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                begun.countDown();
                try {
                    reads.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                target.write(value);
            }
        };
    }

    @Test
    void aReaderWhoReadsNothingHoldsNobodyUp() throws Exception {
        TestBed here = bed(true);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch reads = new CountDownLatch(1);
        OutputStream slow = waiting(begun, reads, console);
        Guest guest = launch(here, "sev");
        CompletableFuture<End> run = CompletableFuture.supplyAsync(
                () -> guest.executor().orElseThrow().run(slow, Limits.of(ending)));
        begun.await();
        guest.send(new Streamed(null), true, LaunchListener.SILENT, Limits.NONE);
        guest.send(new Streamed(identity(here)), false, LaunchListener.SILENT, Limits.NONE);
        assertThat(run).isNotDone();
        reads.countDown();
        assertThat(run.get().reason()).isEqualTo(Reason.STOPPED);
        console.assertInOrder();
        assertThat(console.count()).as("all of it arrived").isPositive();
    }

    @Test
    void aGuestIsClosedWhoseReaderReadsNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch reads = new CountDownLatch(1);
        OutputStream gone = waiting(begun, reads, new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("the reader went away");
            }
        });
        Guest guest = launch(bed(true), "sev");
        CompletableFuture<End> run = CompletableFuture.supplyAsync(
                () -> guest.executor().orElseThrow().run(gone, Limits.of(ending)));
        begun.await();
        guest.close();
        reads.countDown();
        assertThat(run.get())
                .isEqualTo(new End(Reason.FAILED, "the console could not be written: the reader went away"));
    }

    private static String problem(Guest guest, Streamed target) {
        return catchThrowableOfType(
                        CloisterException.class, () -> guest.send(target, false, LaunchListener.SILENT, Limits.NONE))
                .problem()
                .code();
    }

    /** What a counting guest wrote. */
    private static final class Counted extends OutputStream {
        private byte last;
        private int count;
        private boolean inOrder = true;
        private CountDownLatch more = new CountDownLatch(0);

        @Override
        public synchronized void write(int value) {
            last++;
            count++;
            inOrder &= (byte) value == last;
            more.countDown();
        }

        /** Ends when a hundred numbers more have come. */
        synchronized CountDownLatch more() {
            more = new CountDownLatch(100);
            return more;
        }

        synchronized int count() {
            return count;
        }

        synchronized void assertInOrder() {
            assertThat(inOrder).isTrue();
        }
    }
}
