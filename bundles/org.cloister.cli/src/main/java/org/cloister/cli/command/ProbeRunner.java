// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.function.Consumer;
import org.cloister.api.CloisterException;
import org.cloister.api.host.Verdict;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.ProbeJson;
import org.cloister.cli.report.ProbeText;
import org.cloister.cli.session.CommandContext;
import org.cloister.probe.facts.Recording;

/** Judges a host and prints the verdicts. */
final class ProbeRunner {
    private ProbeRunner() {}

    static int run(CommandContext session, Recording facts, String type, boolean json) {
        Consumer<CloisterException> passedOver = NoteLine.passedOver(session);
        List<Verdict> verdicts =
                ProbedTypes.of(session.services().probes(), type, passedOver).judge(facts, passedOver);
        boolean launchable = verdicts.stream().anyMatch(Verdict::launchable);
        if (json) {
            session.streams().out().println(Json.text(ProbeJson.of(facts.origin(), verdicts)));
        } else {
            ProbeText.of(facts.origin(), verdicts).forEach(session.streams().out()::println);
        }
        return (launchable ? ExitCode.DONE : ExitCode.HOST).number();
    }
}
