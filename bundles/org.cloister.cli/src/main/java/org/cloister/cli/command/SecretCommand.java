// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code secret}: what a guest's owner hands in once the guest is measured. */
final class SecretCommand {
    private SecretCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of("pack is missing", SecretPackCommand.model(session));
    }
}
