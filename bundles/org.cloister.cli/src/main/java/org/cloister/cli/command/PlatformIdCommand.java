// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code platform id}. */
@Command(
        name = "id",
        description = "Tells the identity of the chip in hexadecimal, by which AMD's key server knows it.",
        sortOptions = false)
final class PlatformIdCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private PlatformIdCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new PlatformIdCommand(session));
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
