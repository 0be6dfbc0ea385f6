// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code platform snp-status}. */
@Command(
        name = "snp-status",
        description = "Tells version, state, TCB and configuration of the SEV-SNP firmware.",
        sortOptions = false)
final class SnpStatusCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private SnpStatusCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SnpStatusCommand(session));
    }

    @Override
    public void run() {
        platform.print(
                session,
                answer,
                PlatformReport.snpStatus(platform.channel(session).execute(new GetSnpPlatformStatus())));
    }
}
