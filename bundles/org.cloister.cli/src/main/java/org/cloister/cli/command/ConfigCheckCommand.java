package org.cloister.cli.command;

import org.cloister.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config check}: whether the settings can be read. */
@Command(
        name = "check",
        description = {
            "Checks the settings as a start would: exit code 0 when they are good, else 3, each mistake in a line.",
            "What guest types say of the policies set for them is told by 'config show', and by a launch."
        },
        sortOptions = false)
final class ConfigCheckCommand implements Runnable {
    private final Session session;

    @Mixin
    private Help help;

    private ConfigCheckCommand(Session session) {
        this.session = session;
    }

    static CommandLine line(Session session) {
        return new CommandLine(new ConfigCheckCommand(session));
    }

    @Override
    public void run() {
        session.settings().require();
    }
}
