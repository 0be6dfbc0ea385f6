// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code config}: the settings of the platform. */
final class ConfigCommand {
    private ConfigCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of(
                "show or check is missing", ConfigShowCommand.model(session), ConfigCheckCommand.model(session));
    }
}
