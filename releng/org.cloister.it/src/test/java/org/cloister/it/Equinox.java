// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The installed product, started by the documented command, with a console that is typed into. */
final class Equinox implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final PrintStream in;
    private final BufferedReader out;

    private Equinox(Process process) {
        this.process = process;
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Equinox started(Path folder) throws IOException {
        return new Equinox(DocumentedBlock.in("p2 and Equinox", "-console")
                .shell(folder)
                .redirectErrorStream(true)
                .start());
    }

    /** Types commands, and what the console printed until it stopped after the last of them. */
    String typed(String... commands) throws Exception {
        for (String command : commands) {
            in.println(command);
        }
        in.println("system:exit 0");
        CompletableFuture<String> said =
                CompletableFuture.supplyAsync(() -> out.lines().collect(Collectors.joining("\n")));
        String all = said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(all).isZero();
        return all;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
