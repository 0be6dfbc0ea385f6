// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command that only has commands below it. */
final class CommandGroup implements Runnable, CommandModel.Placed {
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
    static CommandModel of(String missing, CommandModel... commands) {
        return CommandModel.of(new CommandGroup(missing), new OptionRows()).below(commands);
    }

    @Override
    public void at(CommandSpec place) {
        spec = place;
        spec.usageMessage().synopsisSubcommandLabel("COMMAND").sortOptions(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), missing);
    }
}
