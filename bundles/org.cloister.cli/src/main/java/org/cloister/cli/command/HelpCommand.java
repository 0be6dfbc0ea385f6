// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help by name, however deep a command lies. */
@Command(name = "help", helpCommand = true, description = "Shows how a command is used: help platform snp-config.")
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command, and the command below it if there is one.")
    private List<String> names = List.of();

    @Override
    public void run() {
        CommandLine found = spec.parent().commandLine();
        for (String name : names) {
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
