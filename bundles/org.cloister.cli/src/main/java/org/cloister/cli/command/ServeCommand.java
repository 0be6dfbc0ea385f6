package org.cloister.cli.command;

import org.cloister.api.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Described here, done by the program around: a platform is not started from inside one. */
@Command(
        name = "serve",
        description = {
            "Keeps a platform running until SIGTERM or SIGINT. Only this user can reach it, by a socket in the run folder:",
            "with list, info, stop, backends, swap, doctor and launch --connect. Its guests end with it, newest first.",
            "These signals are its usual end: exit code 0."
        },
        sortOptions = false)
final class ServeCommand implements Runnable {
    @Mixin
    private RunFolder folder;

    @Mixin
    private Help help;

    @Override
    public void run() {
        throw Problem.input("serve.nested", "a platform is started by the program, not from inside one")
                .remedy("run 'cloister serve'")
                .exception();
    }
}
