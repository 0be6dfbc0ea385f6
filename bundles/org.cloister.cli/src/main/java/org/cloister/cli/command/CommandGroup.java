// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command that only has commands below it. */
final class CommandGroup implements Runnable {
    private final String missing;
    private CommandSpec spec;

    private CommandGroup(String missing) {
        this.missing = missing;
    }

    /**
     * A group.
     *
     * @param missing the message where none of its commands is named
     */
    static CommandLine line(String missing, CommandLine... commands) {
        CommandGroup group = new CommandGroup(missing);
        CommandLine line = CommandModel.of(group, new OptionRows()).line();
        group.spec = line.getCommandSpec();
        group.spec.usageMessage().synopsisSubcommandLabel("COMMAND").sortOptions(true);
        for (CommandLine command : commands) {
            line.addSubcommand(command);
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), missing);
    }
}
