// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code session}: what a guest's owner hands over for the launch of an SEV or SEV-ES guest. */
@Command(
        name = "session",
        description = "Makes sessions for the launch of SEV and SEV-ES guests.",
        synopsisSubcommandLabel = "COMMAND")
final class SessionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private SessionCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SessionCommand()).addSubcommand(SessionCreateCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create is missing");
    }
}
