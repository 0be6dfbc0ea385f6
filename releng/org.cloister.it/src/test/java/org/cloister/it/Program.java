// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as it is shipped, with a run folder of its own.
 *
 * @param work where that folder is, and what a command writes
 * @param home where the program is unpacked
 */
record Program(Path work, Path home) {
    private static final Path SHIPPED = Path.of(System.getProperty("distribution"));
    private static final long PATIENCE_SECONDS = 60;

    Program(Path work) {
        this(work, SHIPPED);
    }

    /** One of its own, into which bundles can be put. */
    static Program unpacked(Path work) throws IOException {
        Path home = work.resolve("cloister");
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(SHIPPED.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new Program(work, home);
    }

    /** Where what is started with it lies. */
    Path bundles() {
        return home.resolve("bundle");
    }

    /** How a process ended. */
    record Ended(int code, String out, String err) {}

    /** Runs a command to its end. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        return run(work, List.of(), arguments);
    }

    /**
     * Runs a command to its end.
     *
     * @param folder its working directory
     * @param by words before the program's name
     */
    Ended run(Path folder, List<String> by, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, "out", null);
        Path err = Files.createTempFile(work, "err", null);
        Process process = process(by, arguments)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A process of the program, not started. */
    ProcessBuilder process(List<String> by, String... arguments) {
        List<String> command = new ArrayList<>(by);
        command.add(home.resolve("bin").resolve("cloister").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLOISTER_RUN", run().toString());
        return builder;
    }

    /** Where its platform runs. */
    Path run() {
        return work.resolve("run");
    }

    Path socket() {
        return run().resolve("control.sock");
    }
}
