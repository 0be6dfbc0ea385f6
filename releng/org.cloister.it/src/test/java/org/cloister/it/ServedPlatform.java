// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.it.Program.Ended;

/** A platform that runs in a process of its own, with its run folder. */
final class ServedPlatform implements AutoCloseable {
    private final Program program;
    private Process process;

    /** @param folder does not exist yet */
    ServedPlatform(Path folder) throws IOException {
        program = new Program(Files.createDirectory(folder));
        start();
    }

    private void start() throws IOException {
        process = program.process(List.of(), "serve")
                .directory(program.work().toFile())
                .start();
        requireRuns(process.errorReader());
    }

    /** Reads until a platform says that it runs: on a busy machine it may warn of something before. */
    static void requireRuns(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = ""; !line.contains("the platform runs"); said.append(line)) {
            line = log.readLine();
            assertThat(line).as(said.toString()).isNotNull();
        }
    }

    void restartWhenKilled() throws IOException {
        if (!process.isAlive()) {
            start();
        }
    }

    Program program() {
        return program;
    }

    Process process() {
        return process;
    }

    /** Runs a command that has to succeed. */
    Ended done(String... words) throws IOException, InterruptedException {
        Ended ended = program.run(words);
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended;
    }

    /** Kills it. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
