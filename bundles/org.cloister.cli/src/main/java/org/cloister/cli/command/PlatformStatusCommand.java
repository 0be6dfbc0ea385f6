// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code platform status}. */
@Command(name = "status", description = "Tells version, state and owner of the SEV firmware.", sortOptions = false)
final class PlatformStatusCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private PlatformStatusCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new PlatformStatusCommand(session));
    }

    @Override
    public void run() {
        platform.print(
                session, answer, PlatformReport.status(platform.channel(session).execute(new GetPlatformStatus())));
    }
}
