// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
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

    /** Progress that is written over would be noise in a file, and a question would wait for an answer. */
    @Test
    void nobodyWatchesPipesThoughGogoTakesThemForTerminals() throws Exception {
        List<Boolean> seen = new ArrayList<>();
        Function look = (shell, words) -> {
            seen.add(Process.Utils.current().isTty(2));
            seen.add(ShellTerminal.watches(shell, Process.Utils.current()));
            return null;
        };
        processor.addCommand("test", look, "look");
        for (Object terminal : new Object[] {null, new DumbTerminal(), new Object()}) {
            try (CommandSession shell =
                    processor.createSession(InputStream.nullInputStream(), stream(out), stream(err))) {
                shell.put(".jline.terminal", terminal);
                shell.execute("test:look");
            }
        }
        assertThat(seen).containsExactly(true, false, true, false, true, true);
    }

    private static final class DumbTerminal {}

    @Test
    void helpIsGivenByTheNameInTheShell() throws Exception {
        run("cloister:help cloister:launch");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: cloister launch");
        assertThat(err.size()).isZero();
    }
}
