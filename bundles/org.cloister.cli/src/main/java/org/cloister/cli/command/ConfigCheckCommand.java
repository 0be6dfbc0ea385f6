// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.cli.session.CommandContext;

/** {@code config check}: whether the settings can be read, and guest types can have what is set for them. */
final class ConfigCheckCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> start = rows.flag(
                    "--start", "Leave out what guest types refuse: a type may come later.")
            .hidden();

    private ConfigCheckCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ConfigCheckCommand command = new ConfigCheckCommand(session);
        return CommandModel.of(command, command.rows)
                .named("check")
                .meaning(
                        "Checks the settings as a launch would: exit code 0 when they are good, else 3, each mistake in a line.",
                        "Guest types that come later, as those of the folder of backends, are not here to be asked.");
    }

    @Override
    public void run() {
        session.settings().require();
        List<RefusedSetting> refused = session.settings().state().refused();
        if (!start.value() && !refused.isEmpty()) {
            throw new SettingsException(refused);
        }
    }
}
