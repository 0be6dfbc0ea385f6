// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform id}. */
final class PlatformIdCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PlatformIdCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PlatformIdCommand command = new PlatformIdCommand(session);
        return CommandModel.of(command, command.rows)
                .named("id")
                .meaning("Prints the identity of the chip in hexadecimal, by which AMD's key server knows it.");
    }

    @Override
    public void run() {
        platform.print(
                session,
                answer,
                PlatformReport.id(LengthQuery.fetch(platform.channel(session), GetId2.LENGTH)
                        .content()));
    }
}
