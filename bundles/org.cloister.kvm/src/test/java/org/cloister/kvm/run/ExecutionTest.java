// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.guest.Image;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.softsev.machine.SoftMachine;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests of the software platform, launched for real and run on the kernel's processors. */
class ExecutionTest {
    private static final long RESET_PAGE = 0xfffff000L;

    private final KvmRunner runner = new KvmRunner();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private SoftMachine machine;

    @BeforeEach
    void kvm() {
        assumeTrue(runner.obstacle().isEmpty(), () -> runner.obstacle().get());
    }

    @AfterEach
    void close() {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void theSampleFirmwareGreetsAndHalts() {
        launch(SampleFirmware.image());
        assertThat(run(Limits.NONE)).isEqualTo(new End(Reason.HALTED, ""));
        assertThat(console.toString(StandardCharsets.US_ASCII)).isEqualTo(SampleFirmware.GREETING);
    }

    @Test
    void theHostSeesCiphertextBeforeAndAfter() {
        launch(SampleFirmware.image());
        GuestMemory memory = machine.memory();
        Bytes plain = memory.guestView().read(RESET_PAGE, 4096);
        Bytes cipher = memory.hostView().read(RESET_PAGE, 4096);
        assertThat(cipher).isNotEqualTo(plain);
        run(Limits.NONE);
        assertThat(memory.page(RESET_PAGE).visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(memory.guestView().read(RESET_PAGE, 4096)).isEqualTo(plain);
        assertThat(memory.hostView().read(RESET_PAGE, 4096)).isEqualTo(cipher);
    }

    @Test
    void whatTheGuestWritesIsCiphertextForTheHost() {
        // At the reset vector, the page's last 16 bytes: mov word cs:[0xf010], 0xcafe; hlt
        launch(firmwareWith("2e c7 06 10 f0 fe ca f4"));
        assertThat(run(Limits.NONE).reason()).isEqualTo(Reason.HALTED);
        GuestMemory memory = machine.memory();
        assertThat(memory.guestView().read(RESET_PAGE + 0x10, 2)).isEqualTo(Bytes.ofHex("feca"));
        assertThat(memory.hostView().read(RESET_PAGE + 0x10, 2)).isNotEqualTo(Bytes.ofHex("feca"));
    }

    @Test
    void aGuestThatNeverEndsIsStoppedAtItsDeadline() {
        launch(firmwareWith("eb fe"));
        End end = run(Limits.of(new Cancellation(), Deadline.after(Duration.ofMillis(50))));
        assertThat(end.reason()).isEqualTo(Reason.STOPPED);
        assertThat(end.detail()).contains("deadline");
    }

    @Test
    void aGuestThatNeverEndsIsStoppedByItsCaller() {
        launch(firmwareWith("ba f8 03 b0 2e ee eb fd")); // writes a dot again and again
        Cancellation cancellation = new Cancellation();
        OutputStream cancelling = new OutputStream() {
            @Override
            public void write(int value) {
                cancellation.cancel();
            }
        };
        End end = machine.executor().orElseThrow().run(cancelling, Limits.of(cancellation));
        assertThat(end.reason()).isEqualTo(Reason.STOPPED);
        assertThat(end.detail()).contains("cancelled");
    }

    @Test
    void aMachineThatIsClosedStopsItsGuest() throws InterruptedException {
        launch(firmwareWith("ba f8 03 b0 2e ee eb fd"));
        Thread[] closing = new Thread[1];
        OutputStream noticed = new OutputStream() {
            @Override
            public void write(int value) {
                if (closing[0] == null) {
                    closing[0] = new Thread(machine::close);
                    closing[0].start();
                }
            }
        };
        End end = machine.executor().orElseThrow().run(noticed, Limits.NONE);
        closing[0].join();
        assertThat(end.reason()).isEqualTo(Reason.STOPPED);
    }

    @Test
    void aConsoleThatCannotBeWrittenEndsTheRun() {
        launch(SampleFirmware.image());
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        };
        End end = machine.executor().orElseThrow().run(full, Limits.NONE);
        assertThat(end.reason()).isEqualTo(Reason.FAILED);
        assertThat(end.detail()).contains("no space left");
    }

    @Test
    void ovmfEndsExplainedAndDoesNotHang() {
        launch(new Image("OVMF", Bytes.of(DataFolder.bytes("firmware/OVMF.amdsev.fd"))));
        End end = run(Limits.of(new Cancellation(), Deadline.after(Duration.ofSeconds(20))));
        assertThat(end.reason()).isNotEqualTo(Reason.STOPPED);
        assertThat(end.detail()).isNotEmpty();
    }

    /** The sample firmware with other code at the reset vector, in hexadecimal; at most 16 bytes. */
    private static Image firmwareWith(String code) {
        byte[] image = SampleFirmware.image().content().toArray();
        byte[] bytes = Bytes.ofHex(code.replace(" ", "")).toArray();
        System.arraycopy(bytes, 0, image, image.length - 16, bytes.length);
        return new Image("test firmware", Bytes.of(image));
    }

    private End run(Limits limits) {
        return machine.executor().orElseThrow().run(console, limits);
    }

    private void launch(Image firmware) {
        machine = LaunchedMachine.of("sev-snp", firmware, runner);
    }
}
