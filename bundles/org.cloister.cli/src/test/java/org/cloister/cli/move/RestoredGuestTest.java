// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.cli.testing.Terminal;
import org.cloister.core.LaunchBed;
import org.cloister.softsev.RunnerBed;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code restore --execute}: the guest of a file runs on, with its console before the report. */
class RestoredGuestTest {
    @TempDir
    Path folder;

    private final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);
    private final GuestLauncher launcher = LaunchBed.of(platform);

    @AfterEach
    void end() {
        launcher.guests().forEach(Guest::close);
    }

    @Test
    void itIsExecutedWhenItIsThere() {
        save();
        RunnerBed.bind(platform, new Halting());
        Terminal restored = terminal();
        assertThat(restored.run("restore", "guest", "--execute"))
                .as(restored.err())
                .isZero();
        assertThat(restored.out())
                .startsWith("restored guests say so\nrestored ")
                .contains("execution    halted");

        Terminal json = terminal();
        assertThat(json.run("restore", "guest", "--again", "--execute", "-o", "json"))
                .as(json.err())
                .isZero();
        assertThat(json.out()).contains("\"ended\": \"halted\"", "\"console\": \"restored guests say so\"");
    }

    @Test
    void itStaysWhereNothingCanExecuteIt() {
        save();
        Terminal restored = terminal();
        assertThat(restored.run("restore", "guest", "--execute")).isEqualTo(3);
        assertThat(restored.err()).contains("cannot be run here");
        assertThat(launcher.guests()).singleElement().matches(guest -> guest.state() == GuestState.RUNNING);
    }

    private void save() {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 16 << 20, Map.of());
        Guest guest = launcher.launch(
                new LaunchRequest(new TypeChoice.Named(new GuestType("sev")), Trust.EMULATED, request, false),
                LaunchListener.SILENT,
                Limits.NONE);
        Terminal saved = terminal();
        assertThat(saved.run("save", guest.id(), "guest")).as(saved.err()).isZero();
    }

    private Terminal terminal() {
        return new Terminal().folder(folder).launcher(launcher);
    }

    /** Writes one line for each guest, as one that halts would. */
    private static final class Halting implements ProcessorRunner {
        @Override
        public String name() {
            return "halting";
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public Executor executor(VirtualMachine machine) {
            return (console, limits) -> {
                write(console);
                return new End(Reason.HALTED, "");
            };
        }

        private static void write(OutputStream console) {
            try {
                console.write("restored guests say so".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
