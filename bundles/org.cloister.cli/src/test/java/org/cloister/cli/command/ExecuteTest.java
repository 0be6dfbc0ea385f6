// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code launch --execute}: the guest's console and how the run ended, in the result and in the exit code. */
class ExecuteTest {
    private final FakeLauncher launcher = new FakeLauncher();
    private final Terminal terminal = new Terminal().launcher(launcher);
    private final AtomicReference<Limits> limits = new AtomicReference<>();

    @Test
    void theConsoleComesBeforeTheReport() {
        launcher.executor = ending(Executor.Reason.HALTED, "vCPU 0 halted");
        assertThat(terminal.run("launch", "--execute")).isZero();
        assertThat(terminal.out()).startsWith("booting\n\nguest").contains("execution    halted: vCPU 0 halted");
        assertThat(terminal.err()).doesNotContain("--execute");
    }

    @Test
    void jsonKeepsTheConsole() {
        launcher.executor = ending(Executor.Reason.HALTED, "");
        assertThat(terminal.run("launch", "--execute", "-o", "json")).isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.get("execution"))
                .hasToString("{\"ended\":\"halted\",\"detail\":\"\",\"console\":\"booting\\n\"}");
        assertThat(json.getAsJsonObject("guest").get("execution").getAsString()).isEqualTo("halted");
    }

    @ParameterizedTest
    @EnumSource(names = "HALTED", mode = EnumSource.Mode.EXCLUDE)
    void aGuestThatDidNotHaltFailsTheCommandAfterItsReport(Executor.Reason reason) {
        launcher.executor = ending(reason, "because");
        assertThat(terminal.run("launch", "--execute")).isEqualTo(1);
        assertThat(terminal.out()).contains("measurement");
        assertThat(terminal.err()).contains("did not halt").contains("because");
        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void whereNothingRunsGuestsTheReasonIsTold() {
        assertThat(terminal.run("launch", "--execute")).isEqualTo(3);
        assertThat(terminal.out()).contains("execution    none: /dev/kvm is missing");
        assertThat(terminal.err()).contains("cannot be run here").contains("/dev/kvm is missing");
    }

    @Test
    void aGuestIsNotRunForEver() {
        launcher.executor = ending(Executor.Reason.HALTED, "");
        terminal.run("launch", "--execute");
        assertThat(limits.get().deadline()).isPresent();
        assertThat(limits.get().cancellation()).isSameAs(terminal.cancellation);
    }

    private Executor ending(Executor.Reason reason, String detail) {
        return (console, allowed) -> {
            limits.set(allowed);
            write(console);
            return new Executor.End(reason, detail);
        };
    }

    private static void write(OutputStream console) {
        try {
            console.write("booting\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
