// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code config}: the settings of the platform. */
final class ConfigCommand {
    private ConfigCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line(
                "show or check is missing", ConfigShowCommand.line(session), ConfigCheckCommand.line(session));
    }
}
