// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Puts a command together for picocli: what it does, its rows, and the option that shows its help. */
final class CommandModel {
    private final CommandSpec spec;
    private final OptionRows rows;
    private final List<String> meaning = new ArrayList<>();

    private CommandModel(Object command, OptionRows rows) {
        this.spec = CommandSpec.wrapWithoutInspection(command);
        this.rows = rows;
        spec.usageMessage().sortOptions(false);
    }

    /**
     * A command.
     *
     * @param command a {@link Runnable}, or a {@link java.util.concurrent.Callable} of the exit code
     * @param rows its options and operands
     */
    static CommandModel of(Object command, OptionRows rows) {
        return new CommandModel(command, rows);
    }

    /** Gives it a name; those of the first level have theirs from the {@link CommandTable}. */
    CommandModel named(String name) {
        spec.name(name);
        return this;
    }

    /** Says what it does: the first line is what the list of commands shows. */
    CommandModel meaning(String... lines) {
        meaning.addAll(Arrays.asList(lines));
        return this;
    }

    /** Leaves the options out of the help's first line. */
    CommandModel abbreviated() {
        spec.usageMessage().abbreviateSynopsis(true);
        return this;
    }

    /** Adds lines at the end of the help. */
    CommandModel footer(String... lines) {
        spec.usageMessage().footer(lines);
        return this;
    }

    CommandLine line() {
        spec.usageMessage().description(meaning.toArray(String[]::new));
        rows.addTo(spec);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and do nothing else.")
                .build());
        return new CommandLine(spec);
    }
}
