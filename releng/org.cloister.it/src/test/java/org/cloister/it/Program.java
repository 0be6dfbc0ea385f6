// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as it is shipped, with a run folder of its own. */
record Program(Path work) {
    private static final Path PROGRAM = Path.of(System.getProperty("distribution"), "bin", "cloister");
    private static final long PATIENCE_SECONDS = 60;

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
        command.add(PROGRAM.toString());
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
