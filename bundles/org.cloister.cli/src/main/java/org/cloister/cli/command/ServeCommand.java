// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** Described here, done by the program around: a platform is not started from inside one. */
final class ServeCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final EmulatedOptions emulated;

    private ServeCommand(CommandContext session) {
        this.session = session;
        // The launcher takes the values of these two
        rows.add(new RunFolderOption());
        rows.add(new RecordOption());
        emulated = rows.add(new EmulatedOptions());
    }

    static CommandModel model(CommandContext session) {
        ServeCommand command = new ServeCommand(session);
        return CommandModel.of(command, command.rows)
                .meaning(
                        "There list, info, stop, backends, swap, doctor and launch --connect find it.",
                        "Its guests end with it, newest first.",
                        "These signals are its usual end: exit code 0.",
                        "The last three options say what an emulated platform is; who connects to it takes it as it is.");
    }

    @Override
    public void run() {
        if (emulated.keep(session)) {
            return;
        }
        throw Problem.input(CliCodes.SERVE_NESTED, "a platform is started by the program, not from inside one")
                .remedy("run 'cloister serve'")
                .exception();
    }
}
