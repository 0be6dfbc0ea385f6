// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Help by name, however deep a command lies. */
final class HelpCommand implements Runnable, CommandModel.Placed {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> names =
            rows.operands("0..*", "COMMAND", "The command, and the command below it if there is one.");
    private CommandSpec spec;

    private HelpCommand() {}

    static CommandModel model(CommandContext session) {
        HelpCommand command = new HelpCommand();
        return CommandModel.of(command, command.rows).helping();
    }

    @Override
    public void at(CommandSpec place) {
        spec = place;
    }

    @Override
    public void run() {
        CommandLine found = spec.parent().commandLine();
        for (String name : names.value()) {
            found = below(found, name);
        }
        found.usage(found.getOut());
    }

    private static CommandLine below(CommandLine command, String name) {
        CommandLine next = command.getSubcommands().get(name);
        if (next == null) {
            throw new ParameterException(command, "Unknown subcommand '" + name + "'");
        }
        return next;
    }
}
