// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code id-block}: what an owner signs so that only the expected SEV-SNP guest starts. */
@Command(
        name = "id-block",
        description = "Signs which SEV-SNP guest may start, and tells the digests of keys.",
        synopsisSubcommandLabel = "COMMAND")
final class IdBlockCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private IdBlockCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new IdBlockCommand())
                .addSubcommand(IdBlockCreateCommand.line(session))
                .addSubcommand(IdBlockDigestCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create or digest is missing");
    }
}
