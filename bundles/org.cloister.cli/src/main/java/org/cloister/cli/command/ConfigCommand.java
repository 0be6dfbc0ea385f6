// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: the settings of the platform. */
@Command(
        name = "config",
        description = "Shows or checks the settings: what may be launched, backends, the platform in software.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Help help;

    private ConfigCommand() {}

    static CommandLine line(CommandContext session) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(ConfigShowCommand.line(session))
                .addSubcommand(ConfigCheckCommand.line(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "show or check is missing");
    }
}
