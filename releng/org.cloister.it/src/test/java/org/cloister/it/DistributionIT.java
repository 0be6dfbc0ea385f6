// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is shipped, as a process of its own. It brings its framework along, so one run is enough. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class DistributionIT {
    private static final Path PROGRAM = Path.of(System.getProperty("distribution"), "bin", "cloister");
    private static final long PATIENCE_SECONDS = 60;

    /** Not below the checkout: the path of a socket has to be short. */
    @TempDir
    static Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        Path err = Path.of(System.getProperty("work"), "distribution.err");
        Files.createDirectories(err.getParent());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("CLOISTER_RUN", folder.resolve("run").toString());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    @Test
    void launches() throws Exception {
        Ended ended = run("", "launch", "--platform", "emulated", "-o", "json");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("\"running\"");
    }

    @Test
    void itsOwnBundlesAreListed() throws Exception {
        Path program = Path.of(System.getProperty("distribution"));
        try (Stream<Path> jars = Files.list(program.resolve("bundle"))) {
            assertThat(Files.readAllLines(program.resolve("lib").resolve("bundles.txt")))
                    .containsExactlyInAnyOrderElementsOf(
                            jars.map(jar -> jar.getFileName().toString()).toList());
        }
    }

    @Test
    void ownerAndHostAgree() throws Exception {
        Ended expected = run("", "measure", "--type", "sev-snp", "--vcpus", "3");
        Ended launched = run("", "launch", "--platform", "emulated", "--vcpus", "3", "-o", "json");
        assertThat(expected.code()).as(expected.err()).isZero();
        assertThat(expected.out().strip()).hasSize(96);
        assertThat(launched.out()).contains(expected.out().strip());
    }

    @Test
    void exitCodesTellWhoHasToAct() throws Exception {
        assertThat(run("", "launch").code()).isEqualTo(3);
        assertThat(run("", "launch", "--platform", "emulated", "--vcpus", "0").code())
                .isEqualTo(2);
        assertThat(run("", "launch", "--no-such-option").code()).isEqualTo(2);
        assertThat(run("", "--version").code()).isZero();
    }

    @Test
    void aMonitoredGuestLivesUntilItsClientQuits() throws Exception {
        Path socket = Path.of(System.getProperty("work"), "q").toAbsolutePath();
        Files.createDirectories(socket.getParent());
        Process process = new ProcessBuilder(
                        PROGRAM.toString(), "launch", "--platform", "emulated", "--paused", "--qmp", "unix:" + socket)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).endsWith("paused");
            assertThat(conversation(socket, "qmp_capabilities", "cont", "query-status", "quit"))
                    .contains("\"event\": \"RESUME\"", "\"status\": \"running\"", "host-qmp-quit");
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(socket).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Everything that a monitor says to commands without arguments, to the end. */
    private static String conversation(Path socket, String... commands) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            for (String command : commands) {
                String request = "{\"execute\": \"" + command + "\"}";
                client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            }
            return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theProbeNeedsNoFramework() throws Exception {
        Ended ended = run("", "probe", "sev-snp", "-o", "json");
        assertThat(ended.code()).as(ended.err()).isIn(0, 3);
        assertThat(ended.out()).contains("\"launchable\"", "\"category\": \"cpu\"");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aGuestIsRunWhereThereIsKvm() throws Exception {
        Ended ended = run("", "launch", "--type", "sev-snp", "--platform", "emulated", "--execute");
        if (ended.code() == 3) {
            assertThat(ended.out()).contains("execution    none: ");
            assumeTrue(false, "this host cannot run guests: " + ended.err());
        }
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("Hello from a confidential guest").contains("execution    halted");
    }

    @Test
    void negativeVerdictIsPrinted() throws Exception {
        Ended ended = run("no report", "verify", "report", "--report", "-", "--certs", System.getProperty("work"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).startsWith("verdict fail  ").contains("report.size");
    }

    @Test
    void shellLaunchesToo() throws Exception {
        Ended ended = run("cloister:launch --platform emulated\nexit 0\n", "console");
        assertThat(ended.out() + ended.err()).contains("sev-snp", "running", "EMULATED");
    }
}
