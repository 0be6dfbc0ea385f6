// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.cloister.cli.session.ClassPathServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands in Gogo itself, outside a framework. */
class ShellCommandTest {
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private CommandProcessorImpl processor;

    @BeforeEach
    void start() {
        threads.start();
        processor = new CommandProcessorImpl(threads);
        for (String name : new String[] {"measure", "launch", "help"}) {
            processor.addCommand("cloister", new ShellCommand(new ClassPathServices(), name), name);
        }
    }

    @AfterEach
    void stop() {
        processor.stop();
        threads.stop();
    }

    private void run(String line) throws Exception {
        try (CommandSession shell = processor.createSession(InputStream.nullInputStream(), stream(out), stream(err))) {
            shell.execute(line);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsSaidOfAnErrorArrives() throws Exception {
        run("cloister:launch --vcpus x");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--vcpus");
        assertThat(out.size()).isZero();
    }

    @Test
    void wordsThatTheShellHasAMeaningForStayWords() throws Exception {
        for (String word : new String[] {"null", "true", "0007x", "1e3"}) {
            err.reset();
            run("cloister:launch --vcpus " + word);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains(word);
        }
    }

    @Test
    void helpIsGivenByTheNameInTheShell() throws Exception {
        run("cloister:help cloister:launch");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: cloister launch");
        assertThat(err.size()).isZero();
    }
}
