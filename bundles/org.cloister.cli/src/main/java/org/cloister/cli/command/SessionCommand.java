// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code session}: what a guest's owner hands over for the launch of an SEV or SEV-ES guest. */
final class SessionCommand {
    private SessionCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line("create is missing", SessionCreateCommand.line(session));
    }
}
