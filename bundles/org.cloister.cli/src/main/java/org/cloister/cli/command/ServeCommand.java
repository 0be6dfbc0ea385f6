// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Problem;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Described here, done by the program around: a platform is not started from inside one. */
@Command(
        name = "serve",
        description = {
            "Keeps a platform running until SIGTERM or SIGINT. Only this user can reach it, by a socket in the run"
                    + " folder:",
            "with list, info, stop, backends, swap, doctor and launch --connect. Its guests end with it, newest first.",
            "These signals are its usual end: exit code 0.",
            "The last three options say what an emulated platform is; who connects to it takes it as it is."
        },
        sortOptions = false)
final class ServeCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private RecordOption record;

    @Mixin
    private EmulatedOptions emulated;

    @Mixin
    private Help help;

    private ServeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ServeCommand(session));
    }

    @Override
    public void run() {
        if (emulated.keep(session)) {
            return;
        }
        throw Problem.input("serve.nested", "a platform is started by the program, not from inside one")
                .remedy("run 'cloister serve'")
                .exception();
    }
}
