// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code secret}: what a guest's owner hands in once the guest is measured. */
@Command(
        name = "secret",
        description = "Packs secrets for SEV and SEV-ES guests that are paused in their launch.",
        synopsisSubcommandLabel = "COMMAND")
final class SecretCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private SecretCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SecretCommand()).addSubcommand(SecretPackCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pack is missing");
    }
}
