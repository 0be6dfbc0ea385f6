// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlClient;
import org.cloister.launcher.control.ControlRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A platform keeps nothing of the commands that it has served, over its real socket. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(300)
class ManyCommandsIT {
    private static final List<String> LIST = List.of("list");
    private static final List<String> REFUSED = List.of("info", "g0");
    private static final int COMMANDS = Integer.getInteger("commands", 5_000);
    private static final int FIRST = 100;
    private static final int SETTLING = 5;
    private static final long SLACK = 1 << 20;
    private static final String LISTENER = "org.apache.felix.framework.util.ListenerInfo";

    @TempDir
    Path work;

    private Program program;
    private Process platform;

    /** What a histogram of live objects tells. */
    private record Live(long bytes, long listeners) {}

    @BeforeEach
    void serve() throws IOException {
        program = new Program(work);
        platform = program.process(List.of(), "serve")
                .redirectError(work.resolve("log").toFile())
                .start();
        while (!program.socket().toFile().exists()) {
            assertThat(platform.isAlive()).isTrue();
        }
    }

    @AfterEach
    void kill() throws InterruptedException {
        platform.destroyForcibly().waitFor();
    }

    @Test
    void leaveNothing() throws Exception {
        commands(FIRST);
        Live before = live();
        commands(COMMANDS);
        Live after = live();
        assertThat(before.listeners()).isPositive();
        assertThat(after.listeners()).isEqualTo(before.listeners());
        assertThat(after.bytes()).isLessThanOrEqualTo(before.bytes() + SLACK);
    }

    private void commands(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            boolean refused = i % 10 == 9;
            assertThat(command(refused ? REFUSED : LIST)).isEqualTo(refused ? 2 : 0);
        }
    }

    private int command(List<String> words) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ControlClient client = ControlClient.connect(program.socket())) {
            return client.run(
                    new ControlRequest(words, false),
                    new Caller(
                            InputStream.nullInputStream(), nowhere, nowhere, it -> it, new CompletableFuture<Void>()));
        }
    }

    /** The least of several looks: some of what a collection finds is let go of only after it. */
    private Live live() throws Exception {
        Live least = histogram();
        for (int i = 1; i < SETTLING; i++) {
            Live next = histogram();
            least = next.bytes() < least.bytes() ? next : least;
        }
        return least;
    }

    private Live histogram() throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(platform.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(jcmd.waitFor()).as(String.join("\n", lines)).isZero();
        long bytes = lines.stream()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .sum();
        long listeners = lines.stream()
                .filter(line -> line.trim().endsWith(LISTENER))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1]))
                .sum();
        return new Live(bytes, listeners);
    }
}
