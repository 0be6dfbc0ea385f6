// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Checks whether a platform works, before it is reported as running. */
final class Readiness {
    private static final String OURS = "org.cloister.";

    private final EmbeddedFramework framework;
    private final CommandService commands;

    Readiness(EmbeddedFramework framework, CommandService commands) {
        this.framework = framework;
        this.commands = commands;
    }

    /**
     * Has the platform be what was asked for, and serve a first command.
     *
     * @param keep the command that says what platform it is to be
     * @return the exit code of what failed, which has reported what was wrong; 0 when nothing did
     * @throws StartException when it does not serve commands
     */
    int reach(List<String> keep) throws StartException {
        Optional<String> missing = framework.complaints().stream()
                .filter(complaint -> complaint.startsWith(OURS))
                .findFirst();
        if (missing.isPresent()) {
            throw new StartException("the platform is not complete: " + missing.get());
        }
        // The commands report what is wrong. As other services do: one that cannot read its settings does not start
        if (run(List.of("config", "check", "--start"), System.err) != 0) {
            return Main.HOST;
        }
        int kept = run(keep, System.err);
        if (kept == 0) {
            serveFirst();
        }
        return kept;
    }

    private void serveFirst() throws StartException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        if (run(List.of("list"), out) != 0) {
            throw new StartException("the platform does not serve commands; it answers to 'list': "
                    + said.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private int run(List<String> command, PrintStream said) throws StartException {
        return commands.run(Call.own(command, said));
    }
}
