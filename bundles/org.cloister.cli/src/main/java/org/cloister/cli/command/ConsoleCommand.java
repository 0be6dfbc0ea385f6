package org.cloister.cli.command;

import org.cloister.api.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Described here, done by the program around: a shell cannot be opened from inside a framework that already runs. */
@Command(
        name = "console",
        description = {
            "Keeps a platform running, as serve does, with a shell on this terminal.",
            "There the commands are cloister:launch, cloister:list and so on."
        },
        sortOptions = false)
final class ConsoleCommand implements Runnable {
    @Mixin
    private RunFolder folder;

    @Mixin
    private Help help;

    @Override
    public void run() {
        throw Problem.input("console.nested", "a console is opened by the program, not from inside it")
                .remedy("run 'cloister console'")
                .exception();
    }
}
