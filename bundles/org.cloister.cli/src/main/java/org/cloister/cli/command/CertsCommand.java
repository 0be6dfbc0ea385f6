// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code certs}: between files of certificates and the table in which a host hands them to guests. */
final class CertsCommand {
    private CertsCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line(
                "import or export is missing", CertsImportCommand.line(session), CertsExportCommand.line(session));
    }
}
