// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.concurrent.Callable;
import org.cloister.api.settings.SettingsState;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.SettingsReport;
import org.cloister.cli.session.CommandContext;

/** {@code config show}: what is in force, from which file, and what was refused. */
final class ConfigShowCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private ConfigShowCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ConfigShowCommand command = new ConfigShowCommand(session);
        return CommandModel.of(command, command.rows)
                .named("show")
                .meaning(
                        "Shows every setting in force, with the file that it comes from, and what was refused and why.",
                        "Asks the running platform; where none runs, prints what a launch here would follow.",
                        "Exit code 0 when nothing was refused, else 1; 3 when nothing is in force, so that nothing is launched.");
    }

    @Override
    public Integer call() {
        folder.refuse();
        SettingsState state = session.settings().state();
        SettingsReport report = new SettingsReport(state, session.services().emulatedSettings());
        answer.print(session, () -> Json.text(report.json()), report::text);
        return code(state).number();
    }

    private static ExitCode code(SettingsState state) {
        if (state.inForceSince().isEmpty()) {
            return ExitCode.HOST;
        }
        return state.refused().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
