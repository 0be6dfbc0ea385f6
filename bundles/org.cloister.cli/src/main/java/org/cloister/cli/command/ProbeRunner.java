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

/** Judges a host and prints the verdicts. */
final class ProbeRunner {
    private ProbeRunner() {}

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
