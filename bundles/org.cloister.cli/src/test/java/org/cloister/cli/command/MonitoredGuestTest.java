// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cloister.api.platform.Executor;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guests that outlive their report: until when, and with which exit code. */
@Timeout(60)
class MonitoredGuestTest {
    private final FakeLauncher launcher = new FakeLauncher();
    private final Terminal terminal = new Terminal().launcher(launcher);

    @TempDir
    Path folder;

    @Test
    void aPausedGuestLivesUntilTheSignal() throws Exception {
        CompletableFuture<Integer> code = run("--paused");
        until("g1, sev-snp, paused", code);
        assertThat(launcher.request.paused()).isTrue();
        assertThat(code).isNotDone();
        terminal.cancellation.cancel();
        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(terminal.err()).endsWith("cloister: cancelled; nothing of it is left\n");
        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void aMonitoredGuestLivesUntilItsClientQuits() throws Exception {
        CompletableFuture<Integer> code = run("--qmp", "unix:" + folder.resolve("q"), "-o", "json");
        until("\"state\": \"running\"", code);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("q")))) {
            BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).startsWith("{\"QMP\": ");
            String both = "{\"execute\": \"qmp_capabilities\"} {\"execute\": \"quit\"}";
            client.write(ByteBuffer.wrap(both.getBytes(StandardCharsets.UTF_8)));
            assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
        }
        assertThat(terminal.err()).contains("monitor: " + folder.resolve("q"));
        assertThat(folder.resolve("q")).doesNotExist();
        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void theGuestsObjectHasTheNameThatItsCallerGave() throws Exception {
        Path xml = Files.writeString(
                folder.resolve("g.xml"), "<launchSecurity type='sev-snp'><policy>0x30000</policy></launchSecurity>");
        for (List<String> way : List.of(
                List.of("snp7", "--object", "sev-snp-guest,id=snp7,cbitpos=51,reduced-phys-bits=1"),
                List.of("lsec0", "--launch-security", xml.toString()),
                List.of("sev0", "--policy", "0x30000"))) {
            Path socket = folder.resolve(way.get(0));
            CompletableFuture<Integer> code = run("--qmp", "unix:" + socket, way.get(1), way.get(2));
            until("monitor: " + socket, code, terminal::err);
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                String all =
                        "{'execute': 'qmp_capabilities'} {'execute': 'qom-list', 'arguments': {'path': '/objects'}}"
                                + " {'execute': 'quit'}";
                client.write(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
                lines.readLine();
                lines.readLine();
                assertThat(lines.readLine())
                        .contains("{\"name\": \"" + way.get(0) + "\", \"type\": \"child<sev-snp-guest>\"}");
                assertThat(code.get(30, TimeUnit.SECONDS)).as(terminal::err).isZero();
            }
        }
    }

    @Test
    void aGuestThatShutsDownIsDone() throws Exception {
        launcher.executor = (console, limits) -> new Executor.End(Executor.Reason.SHUTDOWN, "");
        assertThat(run("--qmp", "unix:" + folder.resolve("q"), "--execute").get(30, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void aGuestThatPanicsIsAFailure() throws Exception {
        launcher.executor = (console, limits) -> new Executor.End(Executor.Reason.PANICKED, "it ended itself");
        assertThat(run("--qmp", "unix:" + folder.resolve("q"), "--execute").get(30, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("did not end by itself (found it ended itself)");
    }

    @Test
    void aSocketThatCannotBeCostsNoLaunch() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThat(terminal.run("launch", "--qmp", "unix:" + file)).isEqualTo(2);
        assertThat(terminal.err()).contains("a file that is not a socket", "this file is not touched");
        assertThat(launcher.guest).isNull();
        assertThat(file).hasContent("mine");
    }

    private CompletableFuture<Integer> run(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "launch";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return CompletableFuture.supplyAsync(
                () -> terminal.run(arguments), task -> new Thread(task, "command").start());
    }

    /** Waits until the report has come; a command that has ended will not print it any more. */
    private void until(String printed, CompletableFuture<Integer> command) {
        until(printed, command, terminal::out);
    }

    private void until(String printed, CompletableFuture<Integer> command, Supplier<String> where) {
        while (!where.get().contains(printed)) {
            assertThat(command).as(terminal.err()).isNotDone();
            Thread.onSpinWait();
        }
    }
}
