// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.report.BackendsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code backends}: what serves the guest types of a running platform. */
final class BackendsCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private BackendsCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        BackendsCommand command = new BackendsCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "Roles: current gets new launches; draining ends its calls; pinned stays for guests that no newer one adopts;",
                        "standby would serve if the current one went.");
    }

    @Override
    public void run() {
        folder.refuse();
        BackendsReport report =
                new BackendsReport(session.keeper().backends(), session.keeper().faults());
        answer.print(session, () -> Json.text(report.json()), report::text);
    }
}
