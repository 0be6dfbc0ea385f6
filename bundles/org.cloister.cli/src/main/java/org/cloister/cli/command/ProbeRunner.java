// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.host.Verdict;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.ProbeJson;
import org.cloister.cli.report.ProbeText;
import org.cloister.cli.session.CommandContext;
import org.cloister.probe.facts.Recording;

/**
 * Judges a host and prints the verdicts.
 *
 * <p>{@code probe} and {@code probe TYPE} come here straight from the arguments: without options there is nothing to
 * parse, and the parser would take longer than Java and the probe together.
 */
public final class ProbeRunner {
    private static final String NAME = "probe";

    private ProbeRunner() {}

    /** Whether the arguments are the command's name, or that and a type, and nothing else. */
    public static boolean plain(String... arguments) {
        return arguments.length > 0
                && arguments.length < 3
                && arguments[0].equals(NAME)
                && (arguments.length == 1 || arguments[1].matches("[a-z][a-z0-9.-]*"));
    }

    /**
     * Carries out a {@linkplain #plain plain} command.
     *
     * @return the exit code
     */
    public static int run(CommandContext session, String... arguments) {
        String type = arguments.length == 1 ? null : arguments[1];
        return run(session, new Recording(session.host()), type, false);
    }

    static int run(CommandContext session, Recording facts, String type, boolean json) {
        List<Verdict> verdicts = new ArrayList<>();
        boolean launchable = false;
        for (ProbedTypes.Probed probed : ProbedTypes.of(session.services().probes(), type)) {
            Verdict verdict = probed.judge(facts);
            verdicts.add(verdict);
            launchable |= verdict.launchable();
        }
        if (json) {
            session.streams().out().println(Json.text(ProbeJson.of(facts.origin(), verdicts)));
        } else {
            ProbeText.of(facts.origin(), verdicts).forEach(session.streams().out()::println);
        }
        return (launchable ? ExitCode.DONE : ExitCode.HOST).number();
    }
}
