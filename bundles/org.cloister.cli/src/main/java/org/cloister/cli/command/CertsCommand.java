// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code certs}: certificates in files, in the table that a host hands to guests, and at AMD's key service. */
final class CertsCommand {
    private CertsCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line(
                "import, export or fetch is missing",
                CertsImportCommand.line(session),
                CertsExportCommand.line(session),
                CertsFetchCommand.line(session));
    }
}
