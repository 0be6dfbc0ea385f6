// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: what a guest owner can verify, without a network and without hardware. */
@Command(
        name = "verify",
        description =
                "Verifies what hosts and guests present: attestation reports, certificate chains and launch measurements.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 the verdict is pass, 1 it is fail, 2 bad usage or unreadable files."})
final class VerifyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private VerifyCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new VerifyCommand())
                .addSubcommand(VerifyReportCommand.line(session))
                .addSubcommand(VerifyChainCommand.line(session))
                .addSubcommand(VerifyMeasurementCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to verify is missing");
    }
}
