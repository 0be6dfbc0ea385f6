// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself, which only has commands. */
@Command(
        name = "cloister",
        description = "Launches, measures and verifies confidential guests (AMD SEV, SEV-ES, SEV-SNP).",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Results go to standard output, everything else to standard error.",
            "Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 this host cannot do it,",
            "4 a defect of cloister; 130 and 143 when it was interrupted."
        })
public final class CloisterCommand implements Runnable {
    private static final Map<String, Function<CommandContext, CommandLine>> COMMANDS = commands();

    @Spec
    private CommandSpec spec;

    private CloisterCommand() {}

    /**
     * The program for one run: with the command that is asked for alone, as setting up the options of all takes as long
     * as most commands do; with all of them where none is named.
     */
    public static CommandLine line(CommandContext session, String... arguments) {
        CommandLine line = new CommandLine(new CloisterCommand());
        String asked = arguments.length == 0 ? "" : arguments[0];
        if (COMMANDS.containsKey(asked)) {
            line.addSubcommand(COMMANDS.get(asked).apply(session));
        } else {
            COMMANDS.values().forEach(command -> line.addSubcommand(command.apply(session)));
            line.addSubcommand(new HelpCommand());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Map<String, Function<CommandContext, CommandLine>> commands() {
        Map<String, Function<CommandContext, CommandLine>> commands = new LinkedHashMap<>();
        commands.put("probe", ProbeCommand::line);
        commands.put("platform", PlatformCommandGroup::line);
        commands.put("launch", LaunchCommand::line);
        commands.put("measure", MeasureCommand::line);
        commands.put("verify", VerifyCommand::line);
        commands.put("show", ShowCommand::line);
        commands.put("certs", CertsCommand::line);
        commands.put("id-block", IdBlockCommand::line);
        commands.put("serve", ServeCommand::line);
        commands.put("session", SessionCommand::line);
        commands.put("secret", SecretCommand::line);
        commands.put("console", ConsoleCommand::line);
        commands.put("list", ListCommand::line);
        commands.put("info", InfoCommand::line);
        commands.put("stop", StopCommand::line);
        commands.put("reset", ResetCommand::line);
        commands.put("backends", BackendsCommand::line);
        commands.put("swap", SwapCommand::line);
        commands.put("doctor", DoctorCommand::line);
        commands.put("config", ConfigCommand::line);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
