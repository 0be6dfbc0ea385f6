// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code verify}: what a guest owner can verify, without a network and without hardware. */
final class VerifyCommand {
    private VerifyCommand() {}

    static CommandLine line(CommandContext session) {
        CommandLine line = CommandGroup.line(
                "what to verify is missing",
                VerifyReportCommand.line(session),
                VerifyChainCommand.line(session),
                VerifyMeasurementCommand.line(session));
        line.getCommandSpec()
                .usageMessage()
                .footer("", "Exit codes: 0 the verdict is pass, 1 it is fail, 2 bad usage or unreadable files.");
        return line;
    }
}
