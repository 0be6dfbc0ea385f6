// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.files.FolderLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With another process, as two platforms are. */
@Timeout(60)
class TakenRunFolderTest {
    @TempDir
    Path parent;

    private Process holder;

    /** Takes a folder and keeps it until it is killed or its input ends; each line is a file to read meanwhile. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (FolderLock lock = new RunFolder(Path.of(arguments[0])).take()) {
                System.out.println("held");
                BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                for (String file = files.readLine(); file != null; file = files.readLine()) {
                    System.out.println(Files.readString(Path.of(file)));
                }
            }
        }
    }

    @BeforeEach
    void hold() throws IOException {
        holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder().path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
    }

    @AfterEach
    void kill() {
        holder.destroyForcibly();
    }

    @Test
    void aSecondOneIsToldWhoHasIt() {
        assertThatThrownBy(() -> folder().take())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "a platform runs in " + folder().path() + " already: process " + holder.pid() + " since 20")
                .hasMessageContaining("--run DIR");
    }

    @Test
    void itStaysTakenWhenItsHolderHasReadTheLock() throws Exception {
        Path lock = folder().path().resolve("lock");
        Path other = Files.createLink(parent.resolve("hard"), lock);
        Path link = Files.createSymbolicLink(parent.resolve("soft"), lock);
        for (Path file : new Path[] {lock, other, link}) {
            holder.outputWriter().append(file + "\n").flush();
            assertThat(holder.inputReader().readLine()).startsWith("process " + holder.pid());
            aSecondOneIsToldWhoHasIt();
        }
    }

    @Test
    void itIsFreeWhenItsHolderWasKilled() throws Exception {
        holder.destroyForcibly().waitFor();

        try (FolderLock lock = folder().take()) {
            assertThat(Files.readString(folder().path().resolve("lock")))
                    .startsWith("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void itIsFreeAndEmptyWhenItsHolderHasClosedIt() throws Exception {
        holder.outputWriter().close();
        assertThat(holder.waitFor()).isZero();

        assertThat(folder().path().resolve("lock")).isEmptyFile();
        folder().take().close();
    }

    private RunFolder folder() {
        return new RunFolder(parent.resolve("run"));
    }
}
