// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code platform}: the secure processor itself, apart from any guest. */
final class PlatformCommandGroup {
    private PlatformCommandGroup() {}

    static CommandModel model(CommandContext session) {
        CommandModel group = CommandGroup.of(
                "what to do with the platform is missing",
                PlatformStatusCommand.model(session),
                PlatformExportCommand.model(session),
                PlatformIdCommand.model(session),
                PekCsrCommand.model(session),
                PekImportCommand.model(session),
                SnpStatusCommand.model(session),
                SnpConfigCommand.model(session),
                VlekLoadCommand.model(session),
                VlekMakeCommand.model(session),
                PlatformCertificatesCommand.model(session));
        for (SimplePlatformCommand.Row row : SimplePlatformCommand.ROWS) {
            group.below(SimplePlatformCommand.model(session, row));
        }
        return group.meaning(
                "What a guest's owner needs is written by 'export'; libvirt has the same under 'virsh nodesevinfo'.");
    }
}
