// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform snp-status}. */
final class SnpStatusCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private SnpStatusCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SnpStatusCommand command = new SnpStatusCommand(session);
        return CommandModel.of(command, command.rows)
                .named("snp-status")
                .meaning("Prints version, state, TCB and configuration of the SEV-SNP firmware.");
    }

    @Override
    public void run() {
        platform.print(
                session,
                answer,
                PlatformReport.snpStatus(platform.channel(session).execute(new GetSnpPlatformStatus())));
    }
}
