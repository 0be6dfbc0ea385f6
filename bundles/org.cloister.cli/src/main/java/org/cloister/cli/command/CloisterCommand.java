package org.cloister.cli.command;

import org.cloister.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
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
    @Spec
    private CommandSpec spec;

    private CloisterCommand() {}

    /** The program with all its commands, for one run. */
    public static CommandLine line(Session session) {
        return new CommandLine(new CloisterCommand())
                .addSubcommand(ProbeCommand.line(session))
                .addSubcommand(LaunchCommand.line(session))
                .addSubcommand(MeasureCommand.line(session))
                .addSubcommand(VerifyCommand.line(session))
                .addSubcommand(ShowCommand.line(session))
                .addSubcommand(CertsCommand.line(session))
                .addSubcommand(IdBlockCommand.line(session))
                .addSubcommand(new ConsoleCommand())
                .addSubcommand(new HelpCommand())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
