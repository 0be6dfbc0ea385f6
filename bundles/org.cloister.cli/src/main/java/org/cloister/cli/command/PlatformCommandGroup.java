// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code platform}: the secure processor itself, apart from any guest. */
@Command(
        name = "platform",
        description = {
            "Asks and configures the secure processor: what /dev/sev offers, or an emulated one.",
            "What a guest's owner needs is written by 'export'; libvirt has the same under 'virsh nodesevinfo'."
        },
        synopsisSubcommandLabel = "COMMAND")
final class PlatformCommandGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private PlatformCommandGroup() {}

    static CommandLine line(CommandContext session) {
        CommandLine line = new CommandLine(new PlatformCommandGroup())
                .addSubcommand(PlatformStatusCommand.line(session))
                .addSubcommand(PlatformExportCommand.line(session))
                .addSubcommand(PlatformIdCommand.line(session))
                .addSubcommand(PekCsrCommand.line(session))
                .addSubcommand(PekImportCommand.line(session))
                .addSubcommand(SnpStatusCommand.line(session))
                .addSubcommand(SnpConfigCommand.line(session))
                .addSubcommand(VlekLoadCommand.line(session))
                .addSubcommand(VlekMakeCommand.line(session))
                .addSubcommand(PlatformCertificatesCommand.line(session));
        for (SimplePlatformCommand.Row row : SimplePlatformCommand.ROWS) {
            line.addSubcommand(SimplePlatformCommand.line(session, row));
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do with the platform is missing");
    }
}
