// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
            line.addSubcommand(asked.name(), asked.line(session));
        } else {
            List<String> words = Arrays.asList(arguments);
            rows.forEach((name, row) -> line.addSubcommand(
                    name, words.contains(name) ? row.line(session) : new CommandLine(row.summary())));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** The program with all of its commands, for what describes them. */
    public static CommandLine complete(CommandContext session) {
        CommandLine line = bare();
        CommandTable.rows().forEach((name, row) -> line.addSubcommand(name, row.line(session)));
        return line;
    }

    private static CommandLine bare() {
        CommandLine line = CommandGroup.line("a command is missing");
        describe(line.getCommandSpec());
        return line;
    }

    private static void describe(CommandSpec spec) {
        spec.name(NAME).versionProvider(() -> new String[] {Version.text()});
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
