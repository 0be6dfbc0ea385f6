// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code config check}: whether the settings can be read, and guest types can have what is set for them. */
@Command(
        name = "check",
        description = {
            "Checks the settings as a launch would: exit code 0 when they are good, else 3, each mistake in a line.",
            "Guest types that come later, as those of the folder of backends, are not here to be asked."
        },
        sortOptions = false)
final class ConfigCheckCommand implements Runnable {
    private final CommandContext session;

    @Option(names = "--start", hidden = true, description = "Leave out what guest types refuse: a type may come later.")
    private boolean start;

    @Mixin
    private Help help;

    private ConfigCheckCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ConfigCheckCommand(session));
    }

    @Override
    public void run() {
        session.settings().require();
        List<RefusedSetting> refused = session.settings().state().refused();
        if (!start && !refused.isEmpty()) {
            throw new SettingsException(refused);
        }
    }
}
