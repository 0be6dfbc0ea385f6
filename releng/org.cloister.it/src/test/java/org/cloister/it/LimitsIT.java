// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlClient;
import org.cloister.launcher.control.ControlRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform that has run out of threads, descriptors or memory serves again afterwards, or has ended: it is never
 * alive and deaf.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class LimitsIT {
    /** A user without other processes, as threads are counted for each user. */
    private static final int USER = 64_111;

    private static final int CLIENTS = 60;
    private static final List<String> HOLDING =
            List.of("launch", "--connect", "--type", "sev-snp", "--platform", "emulated", "--firmware", "-");

    @TempDir
    Path work;

    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private Program program;
    private Process platform;

    @BeforeEach
    void program() {
        program = new Program(work);
    }

    @AfterEach
    void kill() throws InterruptedException {
        clients.shutdownNow();
        if (platform != null) {
            platform.destroyForcibly().waitFor();
        }
    }

    @Test
    void withoutThreads() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can be a user of no other process");
        Files.setAttribute(work, "unix:uid", USER);
        List<String> by = List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups");
        assumeTrue(
                program.run(work, by, "--version").code() == 0,
                "the unpacked program lies where another user cannot read it");
        serve("exec prlimit --nproc=60 " + String.join(" ", by) + " \"$@\"", "");
        overload();
        assertThat(said()).contains("a client could not be served");
        assertServesOrHasEnded();
    }

    @Test
    void withoutDescriptors() throws Exception {
        serve("ulimit -n 96; exec \"$@\"", "");
        overload();
        assertServesOrHasEnded();
    }

    @Test
    void withoutMemory() throws Exception {
        serve("exec \"$@\"", "-Xmx24m");
        List<Future<Integer>> codes = new ArrayList<>();
        for (int i = 0; i < CLIENTS / 4; i++) {
            codes.add(clients.submit(() -> command(HOLDING, new Zeros())));
        }
        // More than a file may have, and more than there is memory for
        assertThat(codes).allSatisfy(code -> assertThat(code.get()).isNotZero());
        assertServesOrHasEnded();
    }

    /** More input than there is memory. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }
    }

    private void serve(String limits, String options) throws Exception {
        ProcessBuilder serve = program.process(List.of("sh", "-c", limits, "sh"), "serve")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile());
        serve.environment().put("CLOISTER_OPTS", options);
        serve.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME"));
        platform = serve.start();
        while (!said().contains("the platform runs")) {
            assertThat(platform.isAlive()).as(said()).isTrue();
        }
    }

    /** Commands that wait for input, more than there can be; all end when there are enough. */
    private void overload() throws Exception {
        List<Future<Integer>> codes = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            codes.add(clients.submit(() -> command(HOLDING, new PipedInputStream(new PipedOutputStream()))));
        }
        // One of them is refused, or hung up on, while the others wait
        while (codes.stream().noneMatch(Future::isDone)) {
            assertThat(platform.isAlive()).as(said()).isTrue();
        }
        enough.complete(null);
        assertThat(codes).allSatisfy(code -> assertThat(code.get()).isNotZero());
    }

    private int command(List<String> words, InputStream in) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ControlClient client = ControlClient.connect(program.socket())) {
            return client.run(new ControlRequest(words, false), new Caller(in, nowhere, nowhere, it -> it, enough));
        } catch (IOException hungUp) {
            return 1;
        }
    }

    private void assertServesOrHasEnded() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        try (ControlClient client = ControlClient.connect(program.socket())) {
            Caller caller = new Caller(InputStream.nullInputStream(), out, out, it -> it, never);
            assertThat(client.run(new ControlRequest(List.of("list"), false), caller))
                    .as(() -> told.toString(StandardCharsets.UTF_8))
                    .isZero();
        } catch (IOException e) {
            assertThat(platform.waitFor()).as(said()).isNotZero();
        }
    }

    private String said() throws IOException {
        return Files.readString(work.resolve("log"));
    }
}
