// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code certs}: between files of certificates and the table in which a host hands them to guests. */
@Command(
        name = "certs",
        description = "Converts between certificates in PEM or DER and a GHCB certificate table.",
        synopsisSubcommandLabel = "COMMAND")
final class CertsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private CertsCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new CertsCommand())
                .addSubcommand(CertsImportCommand.line(session))
                .addSubcommand(CertsExportCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "import or export is missing");
    }
}
