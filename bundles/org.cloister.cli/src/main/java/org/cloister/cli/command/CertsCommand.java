// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code certs}: certificates in files, in the table that a host hands to guests, and at AMD's key service. */
final class CertsCommand {
    private CertsCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of(
                "import, export or fetch is missing",
                CertsImportCommand.model(session),
                CertsExportCommand.model(session),
                CertsFetchCommand.model(session));
    }
}
