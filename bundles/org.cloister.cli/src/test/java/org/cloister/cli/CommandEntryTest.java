// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The way in for a caller that shares only the JDK's classes. */
class CommandEntryTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void runsACommandOnTheGivenStreams() {
        assertThat(call(List.of("measure", "--type", "sev-snp"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("[0-9a-f]{96}\\R");
        assertThat(err.size()).isZero();
    }

    @Test
    void givesTheExitCodeBack() {
        assertThat(call(List.of("launch"))).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("org.cloister.core");
    }

    @Test
    void asksForAFrameworkBeforeAnythingIsReadOrWritten() {
        assertThat(call(List.of("measure", "--type", "com.example.box", "--firmware", "/nowhere")))
                .isEqualTo(CommandEntry.NEEDS_FRAMEWORK);
        assertThat(out.size()).isZero();
        assertThat(err.size()).isZero();
    }

    @Test
    void isTheClassThatTheLauncherNames() throws IOException {
        Path launcher = Path.of("../org.cloister.launcher/src/main/java/org/cloister/launcher/ClassPathCommands.java");

        assertThat(Files.readString(launcher)).contains('"' + CommandEntry.class.getName() + '"');
    }

    private int call(List<String> arguments) {
        return new CommandEntry()
                .applyAsInt(Map.of(
                        "arguments",
                        arguments,
                        "folder",
                        "",
                        "in",
                        InputStream.nullInputStream(),
                        "out",
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        "err",
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        "interactive",
                        false,
                        "interrupted",
                        new CompletableFuture<Void>()));
    }
}
