// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlRequest;
import org.cloister.launcher.record.Record;
import org.cloister.launcher.record.RecordFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedCommandsTest {
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private Path file;
    private Record record;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        file = folder.resolve("record");
        record = new Record(RecordFile.open(file, line -> {}), Optional.empty(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        record.close();
    }

    @ParameterizedTest
    @CsvSource({"0, done", "1, failed", "2, refused", "3, refused", "4, defect"})
    void tellsWhoAskedForWhatAndWhatCameOfIt(int exit, String outcome) throws Exception {
        int told = run(exit, "stop", "g7", "--secret", "hush");
        assertThat(told).isEqualTo(exit);
        JsonObject line = lines().get(0);
        assertThat(line.get("event").getAsString()).isEqualTo("command");
        assertThat(line.get("user").getAsString()).isEqualTo("alice");
        assertThat(line.get("client").getAsString()).isEqualTo("process 42");
        assertThat(line.get("command").getAsString()).isEqualTo("stop");
        assertThat(line.get("guest").getAsString()).isEqualTo("g7");
        assertThat(line.get("outcome").getAsString()).isEqualTo(outcome);
        assertThat(line.get("code").getAsString()).isEqualTo("a.code");
        assertThat(line.get("exit").getAsInt()).isEqualTo(exit);
        assertThat(line.has("millis")).isTrue();
        assertThat(file).content().doesNotContain("hush");
    }

    @Test
    void whatACommandDoesIsItsCallersDoing() throws Exception {
        new RecordedCommands(record, (request, caller, codes) -> {
                    record.accept(Map.of("event", "launch"));
                    return 0;
                })
                .run(request("launch"), caller());
        assertThat(lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.get("user").getAsString()).isEqualTo("alice"));
    }

    @Test
    void aCancelledCommandIsToldAsThat() throws Exception {
        interrupted.complete(null);
        run(1, "launch");
        assertThat(lines().get(0).get("outcome").getAsString()).isEqualTo("cancelled");
    }

    @Test
    void anErrorIsToldAndGoesOn() throws Exception {
        RecordedCommands commands = new RecordedCommands(record, (request, caller, codes) -> {
            throw new OutOfMemoryError("test");
        });
        assertThatThrownBy(() -> commands.run(request("list"), caller())).isInstanceOf(OutOfMemoryError.class);
        assertThat(lines().get(0).get("outcome").getAsString()).isEqualTo("defect");
    }

    @Test
    void whoIsTurnedAwayIsTold() throws Exception {
        new RecordedCommands(record, (request, caller, codes) -> 0).refused("mallory", "busy");
        assertThat(lines().get(0).get("event").getAsString()).isEqualTo("refused");
        assertThat(lines().get(0).get("user").getAsString()).isEqualTo("mallory");
        assertThat(lines().get(0).get("why").getAsString()).isEqualTo("busy");
    }

    private int run(int exit, String... words) {
        return new RecordedCommands(record, (request, caller, codes) -> {
                    codes.accept("a.code");
                    return exit;
                })
                .run(request(words), caller());
    }

    private static ControlRequest request(String... words) {
        return new ControlRequest(List.of(words), false, "process 42");
    }

    private Caller caller() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Caller("alice", InputStream.nullInputStream(), nowhere, nowhere, question -> question, interrupted);
    }

    private List<JsonObject> lines() throws Exception {
        return Files.readAllLines(file).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }
}
