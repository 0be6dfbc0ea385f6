// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code session}: what a guest's owner hands over for the launch of an SEV or SEV-ES guest. */
final class SessionCommand {
    private SessionCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of("create is missing", SessionCreateCommand.model(session));
    }
}
