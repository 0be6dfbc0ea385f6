// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the first level, by name: the rows of the resource {@code commands}, which says what its columns are.
 * A command's own options are set up only when it is asked for.
 */
public final class CommandTable {
    private static final String FILE = "commands";
    private static final int COLUMNS_OF_OTHERS = 4;

    private CommandTable() {}

    /**
     * A row.
     *
     * @param shell whether the framework's shell has the command
     * @param type simple name of the class in this package that makes it
     * @param meaning one line
     */
    public record Row(String name, boolean shell, String type, String meaning) {
        private static Row of(String line) {
            StringTokenizer words = new StringTokenizer(line);
            String name = words.nextToken();
            for (int i = 0; i < COLUMNS_OF_OTHERS; i++) {
                words.nextToken();
            }
            return new Row(
                    name,
                    words.nextToken().equals("yes"),
                    words.nextToken(),
                    words.nextToken("").strip());
        }

        /** The command with its options. */
        CommandModel model(CommandContext session) {
            return made(session).named(name).summary(meaning);
        }

        private CommandModel made(CommandContext session) {
            try {
                return (CommandModel) Class.forName(CommandTable.class.getPackageName() + "." + type)
                        .getDeclaredMethod("model", CommandContext.class)
                        .invoke(null, session);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("the command " + name + " cannot be set up", e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the command " + name + " has no such class: " + type, e);
            }
        }

        /** What the list of commands shows of it. */
        CommandSpec summary() {
            CommandSpec summary = CommandSpec.create().name(name);
            summary.usageMessage().description(meaning);
            return summary;
        }
    }

    /** All rows by name, in the order of the help. */
    public static Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    Row row = Row.of(line);
                    rows.put(row.name(), row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The row of a name. */
    static Optional<Row> row(String name) {
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && line.startsWith(name)) {
                    Row row = Row.of(line);
                    if (row.name().equals(name)) {
                        return Optional.of(row);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private static BufferedReader open() {
        return new BufferedReader(
                new InputStreamReader(CommandTable.class.getResourceAsStream(FILE), StandardCharsets.UTF_8));
    }
}
