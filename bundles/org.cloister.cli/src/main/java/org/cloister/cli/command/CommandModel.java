// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command consists of: what it does, its options and operands, its help, and the commands below it. Most runs
 * are a {@link PlainLine} and need no more; picocli gets its own form of it where it reads the words.
 */
final class CommandModel {
    private final Object command;
    private final List<OptionRows> rows = new ArrayList<>();
    private final List<CommandModel> below = new ArrayList<>();
    private final List<String> meaning = new ArrayList<>();
    private String name = "";
    private String[] footer = {};
    private boolean abbreviated;
    private boolean helping;

    /** A command that has to know where picocli has it. */
    interface Placed {
        /** Gets the place before words are read. */
        void at(CommandSpec place);
    }

    private CommandModel(Object command, OptionRows rows) {
        this.command = command;
        this.rows.add(rows);
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
    CommandModel named(String word) {
        name = word;
        return this;
    }

    /** Says what it does: the first line is what the list of commands shows. */
    CommandModel meaning(String... lines) {
        meaning.addAll(Arrays.asList(lines));
        return this;
    }

    /** Says what it does in a line before all others. */
    CommandModel summary(String line) {
        meaning.add(0, line);
        return this;
    }

    /** Leaves the options out of the help's first line. */
    CommandModel abbreviated() {
        abbreviated = true;
        return this;
    }

    /** Makes it the one that shows the help of others, and so has no option for its own. */
    CommandModel helping() {
        helping = true;
        return this;
    }

    /** Adds options, which the help lists behind its own. */
    CommandModel further(OptionRows options) {
        rows.add(options);
        return this;
    }

    /** Adds lines at the end of the help. */
    CommandModel footer(String... lines) {
        footer = lines;
        return this;
    }

    /** Adds commands below it. */
    CommandModel below(CommandModel... commands) {
        below.addAll(Arrays.asList(commands));
        return this;
    }

    /** A command below it, by its name. */
    Optional<CommandModel> below(String word) {
        for (CommandModel one : below) {
            if (one.name.equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    Object command() {
        return command;
    }

    /** Options and operands. */
    List<OptionRow<?>> rows() {
        List<OptionRow<?>> all = new ArrayList<>();
        rows.forEach(some -> all.addAll(some.all()));
        return all;
    }

    /** Its form for picocli. */
    CommandLine line() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name).helpCommand(helping);
        spec.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(abbreviated)
                .description(meaning.toArray(String[]::new))
                .footer(footer);
        rows.get(0).addTo(spec);
        if (!helping) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and do nothing else.")
                    .build());
        }
        rows.subList(1, rows.size()).forEach(options -> options.addTo(spec));
        if (command instanceof Placed placed) {
            placed.at(spec);
        }
        CommandLine line = new CommandLine(spec);
        below.forEach(one -> line.addSubcommand(one.line()));
        return line;
    }
}
