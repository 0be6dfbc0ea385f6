// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code platform}: the secure processor itself, apart from any guest. */
final class PlatformCommandGroup {
    private PlatformCommandGroup() {}

    static CommandLine line(CommandContext session) {
        CommandLine line = CommandGroup.line(
                "what to do with the platform is missing",
                PlatformStatusCommand.line(session),
                PlatformExportCommand.line(session),
                PlatformIdCommand.line(session),
                PekCsrCommand.line(session),
                PekImportCommand.line(session),
                SnpStatusCommand.line(session),
                SnpConfigCommand.line(session),
                VlekLoadCommand.line(session),
                VlekMakeCommand.line(session),
                PlatformCertificatesCommand.line(session));
        for (SimplePlatformCommand.Row row : SimplePlatformCommand.ROWS) {
            line.addSubcommand(SimplePlatformCommand.line(session, row));
        }
        line.getCommandSpec()
                .usageMessage()
                .description(
                        "What a guest's owner needs is written by 'export'; libvirt has the same under 'virsh nodesevinfo'.");
        return line;
    }
}
