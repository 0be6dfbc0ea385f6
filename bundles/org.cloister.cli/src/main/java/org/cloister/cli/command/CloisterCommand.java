// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The program itself, which only has commands. */
public final class CloisterCommand {
    private static final String NAME = "cloister";

    private CloisterCommand() {}

    /**
     * The program for one run: with the command that is asked for alone; where the first word names none, with a
     * summary of each, and with those that another word names, as {@code help} shows them.
     */
    public static CommandLine line(CommandContext session, String... arguments) {
        CommandLine line = bare();
        Map<String, CommandTable.Row> rows = CommandTable.rows();
        CommandTable.Row asked = arguments.length == 0 ? null : rows.get(arguments[0]);
        if (asked != null && !asked.type().equals(HelpCommand.class.getSimpleName())) {
            line.addSubcommand(asked.name(), asked.model(session).line());
        } else {
            List<String> words = Arrays.asList(arguments);
            rows.forEach((name, row) -> line.addSubcommand(
                    name, words.contains(name) ? row.model(session).line() : new CommandLine(row.summary())));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** A run whose words need no more than its rows; what it gives is the exit code. */
    public static Optional<Callable<Integer>> plain(CommandContext session, String... arguments) {
        return arguments.length == 0
                ? Optional.empty()
                : CommandTable.row(arguments[0]).flatMap(row -> PlainLine.of(row.model(session), arguments));
    }

    /** The program with all of its commands, for what describes them. */
    public static CommandLine complete(CommandContext session) {
        CommandLine line = bare();
        CommandTable.rows()
                .forEach((name, row) ->
                        line.addSubcommand(name, row.model(session).line()));
        return line;
    }

    private static CommandLine bare() {
        CommandLine line = CommandGroup.of("a command is missing").named(NAME).line();
        describe(line.getCommandSpec());
        return line;
    }

    private static void describe(CommandSpec spec) {
        spec.versionProvider(() -> new String[] {Version.text()});
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        spec.usageMessage()
                .description("Launches, measures and verifies confidential guests (AMD SEV, SEV-ES, SEV-SNP).")
                .footer(
                        "",
                        "Results go to standard output, everything else to standard error.",
                        "Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 this host cannot do it,",
                        "4 a defect of cloister; 130 and 143 when it was interrupted.");
    }
}
