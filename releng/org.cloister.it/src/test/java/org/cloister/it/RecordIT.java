// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlClient;
import org.cloister.launcher.control.ControlRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A day of a platform, by the commands of its owner and of root, and what its record holds of it. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class RecordIT {
    private static final int NOBODY = 65_534;
    private static final String[] LAUNCH = {"launch", "--connect", "--platform", "emulated", "--type"};

    private final boolean root = "root".equals(System.getProperty("user.name"));
    private final List<String> expected = new ArrayList<>();

    @TempDir
    Path work;

    private Program program;
    private Path record;
    private Process platform;

    @BeforeEach
    void serve() throws Exception {
        program = new Program(work);
        record = work.resolve("day.jsonl");
        if (root) {
            Files.setAttribute(work, "unix:uid", NOBODY);
            assumeTrue(asOwner("--version") == 0, "the unpacked program lies where the user nobody cannot read it");
        }
        ProcessBuilder serve = process("serve", "--record", record.toString());
        platform = serve.redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        await("\"runs\"");
        expected.add("platform runs");
    }

    @AfterEach
    void kill() throws InterruptedException {
        if (platform != null) {
            platform.destroyForcibly().waitFor();
        }
    }

    @Test
    void holdsExactlyWhatHappened() throws Exception {
        launches("sev-snp", "g1");
        command(0, "list done", "list");
        command(0, "info g1 done", "info", "g1");
        launches("sev", "g2");
        command(0, "backends done", "backends");
        expected.add("reset g1 sev-snp done");
        command(0, "reset g1 done", "reset", "g1");
        expected.add("launch sev-snp refused selection.none");
        command(
                3,
                "launch refused selection.none",
                "launch",
                "--connect",
                "--type",
                "sev-snp",
                "--platform",
                "hardware");
        command(2, "info g99 refused guest.unknown", "info", "g99");
        Path bad = Files.writeString(work.resolve("bad.jar"), "no bundle");
        expected.add("swap bad.jar refused swap.no-bundle");
        command(2, "swap refused swap.no-bundle", "swap", "sev-snp", bad.toString());
        expected.add("swap sev-snp done");
        command(0, "swap done", "swap", "sev-snp", bundle("org.cloister.snp"));
        command(0, "stop g2 done", "stop", "g2");
        command(0, "list done", "list", "-o", "json");
        launches("sev-es", "g3");
        command(0, "stop g3 done", "stop", "g3");
        command(2, "stop refused usage", "stop", "--nonsense");
        command(0, "info g1 done", "info", "g1", "-o", "json");
        command(0, "backends done", "backends", "-o", "json");
        launches("sev-snp", "g4");
        command(0, "stop done", "stop", "--all");
        killedClient();
        int before = expected.size();
        rootAtTheSocket();
        end();

        List<JsonObject> lines = lines();
        assertThat(lines.stream().map(RecordIT::told)).containsExactlyElementsOf(expected);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.get("time").getAsString()).endsWith("Z"));
        String owner = root ? "nobody" : System.getProperty("user.name");
        for (int i = 0; i < lines.size(); i++) {
            boolean roots = root && i == before;
            assertThat(lines.get(i).get("user").getAsString()).as("line %d", i).isEqualTo(roots ? "root" : owner);
        }
        assertThat(digests(lines)).hasSize(1);
    }

    /** All launches and resets of one type and firmware have one digest. */
    private static List<String> digests(List<JsonObject> lines) {
        return lines.stream()
                .filter(line ->
                        line.has("digest") && line.get("type").getAsString().equals("sev-snp"))
                .map(line -> line.get("digest").getAsString())
                .distinct()
                .toList();
    }

    private void launches(String type, String guest) throws Exception {
        expected.add("launch " + guest + " " + type + " done");
        command(
                0,
                "launch done",
                Stream.concat(Stream.of(LAUNCH), Stream.of(type)).toArray(String[]::new));
    }

    private void command(int code, String told, String... words) throws Exception {
        assertThat(asOwner(words)).as(String.join(" ", words)).isEqualTo(code);
        expected.add("command " + told);
    }

    /** While it is asked for its firmware, which never comes. */
    private void killedClient() throws Exception {
        ProcessBuilder waiting =
                process(Stream.concat(Stream.of(LAUNCH), Stream.of("sev-snp", "--firmware", "-", "--vcpus", "1"))
                        .toArray(String[]::new));
        Process client = waiting.redirectOutput(work.resolve("out").toFile())
                .redirectError(work.resolve("err").toFile())
                .start();
        // A thread that reads is there once the platform has asked for what it reads
        while (client.isAlive() && !hasThread(client.pid(), "standard-input")) {
            Thread.onSpinWait();
        }
        client.destroyForcibly().waitFor();
        await("\"cancelled\"");
        expected.add("command launch cancelled call.cancelled");
    }

    private static boolean hasThread(long process, String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
            return threads.anyMatch(thread -> {
                try {
                    return name.equals(Files.readString(thread.resolve("comm")).strip());
                } catch (IOException gone) {
                    return false;
                }
            });
        }
    }

    /**
     * Root passes by the check of the folder that keeps clients off other users' platforms, and is named by its own
     * name.
     */
    private void rootAtTheSocket() throws IOException {
        if (!root) {
            return;
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ControlClient client = ControlClient.connect(program.socket())) {
            Caller caller = new Caller(
                    InputStream.nullInputStream(),
                    nowhere,
                    nowhere,
                    question -> question,
                    new CompletableFuture<Void>());
            assertThat(client.run(new ControlRequest(List.of("list"), false), caller))
                    .isZero();
        }
        expected.add("command list done");
    }

    private void end() throws InterruptedException {
        platform.destroy();
        assertThat(platform.waitFor()).isZero();
        expected.add("platform ends");
    }

    private static String told(JsonObject line) {
        return Stream.of("event", "command", "guest", "type", "file", "outcome", "code")
                .filter(line::has)
                // A failed swap is recorded with its file
                .filter(key -> !(key.equals("type") && line.has("file")))
                .map(key -> line.get(key).getAsString())
                .collect(Collectors.joining(" "));
    }

    private List<JsonObject> lines() throws IOException {
        return Files.readAllLines(record).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private void await(String text) throws IOException {
        while (!Files.exists(record) || !Files.readString(record).contains(text)) {
            assertThat(platform.isAlive())
                    .as(Files.readString(work.resolve("log")))
                    .isTrue();
        }
    }

    private static String bundle(String name) {
        return Path.of(System.getProperty("distribution"), "bundle", name + ".jar")
                .toString();
    }

    private int asOwner(String... words) throws Exception {
        return process(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(work.resolve("out").toFile())
                .redirectError(work.resolve("err").toFile())
                .start()
                .waitFor();
    }

    private ProcessBuilder process(String... words) {
        List<String> by =
                root ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
        ProcessBuilder process = program.process(by, words).directory(work.toFile());
        process.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
        return process;
    }
}
