// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.report.BackendsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backends}: what serves the guest types of a running platform. */
@Command(
        name = "backends",
        description = {
            "Lists the backends of the running platform, by type, the preferred one of each type first.",
            "Roles: current gets new launches; draining ends its calls; pinned stays for guests that no newer one adopts;",
            "standby would serve if the current one went."
        },
        sortOptions = false)
final class BackendsCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private BackendsCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new BackendsCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        BackendsReport report = new BackendsReport(session.keeper().backends());
        answer.print(session, () -> Json.text(report.json()), report::text);
    }
}
