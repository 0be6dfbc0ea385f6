// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform status}. */
final class PlatformStatusCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PlatformStatusCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PlatformStatusCommand command = new PlatformStatusCommand(session);
        return CommandModel.of(command, command.rows)
                .named("status")
                .meaning("Prints version, state and owner of the SEV firmware.");
    }

    @Override
    public void run() {
        platform.print(
                session, answer, PlatformReport.status(platform.channel(session).execute(new GetPlatformStatus())));
    }
}
