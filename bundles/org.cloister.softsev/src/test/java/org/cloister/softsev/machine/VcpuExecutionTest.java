// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;

/**
 * Runs of a machine by a runner that waits until it is stopped, and then writes into the guest's memory as real ones
 * do.
 */
class VcpuExecutionTest {
    private static final MachineSpec SPEC =
            new MachineSpec(new GuestType("sev-snp"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicReference<Bytes> left = new AtomicReference<>();
    private final SoftMachine machine =
            new SoftMachine(SPEC, new SoftProcessor(PlatformSettings.DEFAULT), () -> Optional.of(new Waiting()));

    @Test
    void aMachineThatIsClosedWaitsForItsRunToWriteItsMemoryBack() throws Exception {
        Executor executor = machine.executor().orElseThrow();
        CompletableFuture<Executor.End> run = CompletableFuture.supplyAsync(() -> run(executor, Limits.NONE));
        begun.await();
        machine.close();
        assertThat(left.get()).isEqualTo(Bytes.ofHex("c0ffee"));
        assertThat(run.get().reason()).isEqualTo(Executor.Reason.STOPPED);
        assertThatThrownBy(() -> run(executor, Limits.NONE))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void twoRunsAtATimeAreRefused() throws Exception {
        Executor executor = machine.executor().orElseThrow();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Executor.End> run =
                CompletableFuture.supplyAsync(() -> run(executor, Limits.of(cancellation)));
        begun.await();
        assertThatThrownBy(() -> run(machine.executor().orElseThrow(), Limits.NONE))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining("being run");
        cancellation.cancel();
        assertThat(run.get().reason()).isEqualTo(Executor.Reason.STOPPED);
        machine.close();
    }

    @Test
    void noContextMovesFromOrToAMachineThatRuns() throws Exception {
        SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
        MachineSpec spec = new MachineSpec(new GuestType("sev"), SPEC.memory(), 1);
        try (SoftMachine runs = new SoftMachine(spec, processor, () -> Optional.of(new Waiting()));
                SoftMachine rests = new SoftMachine(spec, processor, Optional::empty)) {
            SevChannel channel = runs.adapt(SevChannel.class).orElseThrow();
            channel.execute(SevFixture.INIT2);
            channel.execute(SevFixture.withoutSession(0));
            Cancellation cancellation = new Cancellation();
            Executor executor = runs.executor().orElseThrow();
            CompletableFuture<Executor.End> run =
                    CompletableFuture.supplyAsync(() -> run(executor, Limits.of(cancellation)));
            begun.await();
            EncryptionContext target = rests.adapt(EncryptionContext.class).orElseThrow();
            LaunchFixture.refused(Errno.EBUSY, () -> target.moveFrom(runs));
            cancellation.cancel();
            run.get();
            target.moveFrom(runs);
            LaunchFixture.refused(Errno.EIO, () -> channel.execute(new GetGuestStatus()));
        }
    }

    private static Executor.End run(Executor executor, Limits limits) {
        return executor.run(OutputStream.nullOutputStream(), limits);
    }

    private final class Waiting implements ProcessorRunner {
        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public Executor executor(VirtualMachine of) {
            return (console, limits) -> {
                CountDownLatch stopped = new CountDownLatch(1);
                try (Cancellation.Registration registration =
                        limits.cancellation().onCancel(stopped::countDown)) {
                    begun.countDown();
                    stopped.await();
                    of.memory().guestView().write(0, Bytes.ofHex("c0ffee"));
                    left.set(of.memory().guestView().read(0, 3));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Executor.End(Executor.Reason.STOPPED, "");
            };
        }
    }
}
