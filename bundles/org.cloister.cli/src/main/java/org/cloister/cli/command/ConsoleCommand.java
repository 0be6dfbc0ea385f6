// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** Described here, done by the program around: a shell cannot be opened from inside a framework that already runs. */
final class ConsoleCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final EmulatedOptions emulated;

    private ConsoleCommand(CommandContext session) {
        this.session = session;
        // The launcher takes the values of these two
        rows.add(new RunFolderOption());
        rows.add(new RecordOption());
        emulated = rows.add(new EmulatedOptions());
    }

    static CommandModel model(CommandContext session) {
        ConsoleCommand command = new ConsoleCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "There the commands are cloister:launch, cloister:list and so on.",
                        "The last three options say what an emulated platform is; who connects to it takes it as it is.");
    }

    @Override
    public void run() {
        if (emulated.keep(session)) {
            return;
        }
        throw Problem.input(CliCodes.CONSOLE_NESTED, "a console is opened by the program, not from inside it")
                .remedy("run 'cloister console'")
                .exception();
    }
}
