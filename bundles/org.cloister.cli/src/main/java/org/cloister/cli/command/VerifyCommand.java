// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code verify}: what a guest owner can verify, without a network and without hardware. */
final class VerifyCommand {
    private VerifyCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of(
                        "what to verify is missing",
                        VerifyReportCommand.model(session),
                        VerifyChainCommand.model(session),
                        VerifyMeasurementCommand.model(session))
                .footer("", "Exit codes: 0 the verdict is pass, 1 it is fail, 2 bad usage or unreadable files.");
    }
}
