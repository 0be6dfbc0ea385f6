// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the program under test, with folders of its own and what it says in a file. */
final class Subject implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path folder;

    private Subject(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts the program and waits for a file that says that it is ready.
     *
     * @param folder an empty one, where it has everything
     * @param ready the file
     */
    static Subject start(Path program, Path folder, Path ready, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Files.createDirectories(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("CLOISTER_OPTS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        Subject subject = new Subject(builder.start(), folder);
        for (int i = 0; i < PATIENCE_SECONDS * 10 && !Files.exists(ready); i++) {
            if (subject.process.waitFor(100, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        if (!Files.exists(ready)) {
            subject.process.destroyForcibly();
            throw new IOException("did not start: " + Files.readString(folder.resolve("log")));
        }
        return subject;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it holds now. */
    Footprint footprint() throws IOException, InterruptedException {
        return Footprint.of(process.pid(), List.of(folder.resolve("tmp")));
    }

    /** Ends it as a service manager would; its exit code. */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
