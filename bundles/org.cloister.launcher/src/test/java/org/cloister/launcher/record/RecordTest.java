// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-31T12:00:00.123456Z"), ZoneOffset.ofHours(14));

    private final ByteArrayOutputStream journal = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void aLineHasTimeEventAndWhoAsked() {
        Path path = folder.resolve("record");
        try (Record record = record(path)) {
            int code = record.as(new Actor("alice", Optional.of("process 42")), () -> {
                record.accept(Map.of("event", "launch", "guest", "g1", "millis", 7L));
                return 3;
            });
            assertThat(code).isEqualTo(3);
            record.accept(Map.of("event", "swap", "why", "a \"line\"\nbreak <&> \u2028"));
        }
        String user = System.getProperty("user.name");
        String lines =
                "{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"launch\",\"user\":\"alice\",\"client\":\"process"
                        + " 42\",\"guest\":\"g1\",\"millis\":7}\n"
                        + "{\"time\":\"2026-01-31T12:00:00.123Z\",\"event\":\"swap\",\"user\":\"" + user
                        + "\",\"why\":\"a \\\"line\\\"\\nbreak <&> \\u2028\"}\n";
        assertThat(path).hasContent(lines);
        assertThat(journal.toString(StandardCharsets.UTF_8)).isEqualTo(lines);
    }

    @Test
    void aLineCannotSayThatSomebodyElseAsked() {
        Path path = folder.resolve("record");
        try (Record record = record(path)) {
            record.accept(
                    new Actor("bob", Optional.empty()), Map.of("event", "command", "user", "alice", "time", "never"));
        }
        assertThat(path).content().contains("\"user\":\"bob\"").doesNotContain("alice", "never");
    }

    private Record record(Path path) {
        PrintStream stream = new PrintStream(journal, true, StandardCharsets.UTF_8);
        return new Record(RecordFile.open(path, line -> {}), Optional.of(stream), CLOCK);
    }
}
