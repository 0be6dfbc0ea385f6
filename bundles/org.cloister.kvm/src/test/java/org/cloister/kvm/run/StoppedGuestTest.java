// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.guest.Image;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.Guest;
import org.cloister.softsev.machine.SoftMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that are stopped anywhere, and go on from their registers. */
@Timeout(30)
class StoppedGuestTest {
    private final KvmRunner runner = new KvmRunner();
    private final CountingFirmware.Console console = new CountingFirmware.Console();

    @BeforeEach
    void kvm() {
        assumeTrue(runner.obstacle().isEmpty(), () -> runner.obstacle().get());
    }

    private static Image firmware(String code) {
        byte[] image = SampleFirmware.image().content().toArray();
        byte[] bytes = Bytes.ofHex(code.replace(" ", "")).toArray();
        System.arraycopy(bytes, 0, image, image.length - 16, bytes.length);
        return new Image("test firmware", Bytes.of(image));
    }

    private static Executor executor(SoftMachine guest) {
        Executor executor = guest.executor().orElseThrow();
        assertThat(executor.resumes()).isTrue();
        return executor;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es", "sev-snp"})
    void theProgramCountsOnWithoutGapOrRepetition(String type) {
        try (SoftMachine guest = LaunchedMachine.of(type, CountingFirmware.image(), runner)) {
            // Behind the first byte of a number, behind the second, and far apart
            for (int stop : new int[] {1, 2, 101, 102, 1000, 1513}) {
                Cancellation cancellation = new Cancellation();
                console.at(stop, cancellation::cancel);
                End end = executor(guest).run(console, Limits.of(cancellation));
                assertThat(end.reason()).isEqualTo(Reason.STOPPED);
                assertThat(console.bytes()).isEqualTo(stop);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void itIsStoppedBetweenAnyTwoInstructions(String type) throws Exception {
        try (SoftMachine guest = LaunchedMachine.of(type, CountingFirmware.silent(), runner)) {
            long reached = 0;
            for (int stops = 0; stops < 5; stops++) {
                Cancellation cancellation = new Cancellation();
                CountDownLatch runs = new CountDownLatch(1);
                OutputStream sign = new OutputStream() {
                    @Override
                    public void write(int value) {
                        runs.countDown();
                    }
                };
                CompletableFuture<End> run =
                        CompletableFuture.supplyAsync(() -> executor(guest).run(sign, Limits.of(cancellation)));
                runs.await();
                // It counts on meanwhile, and nothing that it does is an exit
                cancellation.cancel();
                assertThat(run.get().reason()).isEqualTo(Reason.STOPPED);
                long now = CountingFirmware.counted(guest);
                assertThat(now).isGreaterThan(reached);
                reached = now;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es", "sev-snp"})
    void itsTimeStampCounterNeverGoesBack(String type) {
        // Further than any host has come since it began
        long reached = 1L << 60;
        assumeTrue(takes(reached), "KVM of this host does not let a time stamp counter be set");
        UnaryOperator<VcpuState> begins = vcpu -> vcpu.with("guest_tsc_offset", 1L << 60);
        try (SoftMachine guest = LaunchedMachine.of(type, CountingFirmware.image(), begins, runner)) {
            for (int stop : new int[] {2000, 2002, 2004}) {
                Cancellation cancellation = new Cancellation();
                console.at(stop, cancellation::cancel);
                executor(guest).run(console, Limits.of(cancellation));
                long now = guest.vcpu(0).get("guest_tsc_offset");
                assertThat(now).isGreaterThan(reached);
                reached = now;
            }
        }
    }

    private static boolean takes(long counter) {
        try (Guest plain = Guest.real("f4")) {
            plain.vcpu.state().setMsrs(Map.of(0x10, counter));
            return plain.vcpu.state().msrs(List.of(0x10)).get(0x10) >= counter;
        }
    }

    @Test
    void aGuestThatHaltedIsHaltedStill() {
        // mov al, '.'; mov dx, 0x3f8; again: hlt; out dx, al; jmp again
        try (SoftMachine guest = LaunchedMachine.of("sev", firmware("b0 2e ba f8 03 f4 ee eb fc"), runner)) {
            for (int i = 0; i < 3; i++) {
                assertThat(executor(guest).run(console, Limits.NONE)).isEqualTo(new End(Reason.HALTED, ""));
            }
            assertThat(console.bytes()).isZero();
        }
    }
}
