// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Problem;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Described here, done by the program around: a shell cannot be opened from inside a framework that already runs. */
@Command(
        name = "console",
        description = {
            "Keeps a platform running, as serve does, with a shell on this terminal.",
            "There the commands are cloister:launch, cloister:list and so on.",
            "The last three options say what an emulated platform is; who connects to it takes it as it is."
        },
        sortOptions = false)
final class ConsoleCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private RecordOption record;

    @Mixin
    private EmulatedOptions emulated;

    @Mixin
    private Help help;

    private ConsoleCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ConsoleCommand(session));
    }

    @Override
    public void run() {
        if (emulated.keep(session)) {
            return;
        }
        throw Problem.input("console.nested", "a console is opened by the program, not from inside it")
                .remedy("run 'cloister console'")
                .exception();
    }
}
