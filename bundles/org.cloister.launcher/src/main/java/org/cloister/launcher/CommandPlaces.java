// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** Where commands are carried out: of the table of all commands, the columns that are for the launcher. */
final class CommandPlaces {
    private static final String FILE = "commands";

    /** Whatever the table does not name goes to the commands, which refuse it. */
    private static final Row UNNAMED = new Row("", "class-path", "-");

    private CommandPlaces() {}

    /**
     * A row.
     *
     * @param place as the table has it
     * @param running when the running platform carries it out: {@code always}, with an option, or with a word where
     *     there is such a platform; a hyphen for never
     */
    record Row(String name, String place, String running) {
        private static Row of(String line) {
            StringTokenizer words = new StringTokenizer(line);
            String name = words.nextToken();
            words.nextToken();
            words.nextToken();
            return new Row(name, words.nextToken(), words.nextToken());
        }

        boolean keeper() {
            return place.equals("keeper") || shell();
        }

        /** Whether a person has a shell in the platform. */
        boolean shell() {
            return place.equals("shell");
        }

        /** Whether it is followed by another program with words of its own. */
        boolean program() {
            return place.equals("program");
        }

        boolean framework() {
            return place.equals("framework");
        }

        boolean alwaysRunning() {
            return running.equals("always");
        }

        /** Whether it is an option that sends the command to the running platform. */
        boolean sentByOption() {
            return running.startsWith("--");
        }
    }

    static Row of(String command) {
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!command.isEmpty() && line.startsWith(command + " ")) {
                    return Row.of(line);
                }
            }
            return UNNAMED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file beside the jars, where there is one: Java opens a jar in the time that it takes for all else here. */
    private static BufferedReader open() throws IOException {
        String home = System.getProperty(Installation.HOME);
        if (home != null) {
            try {
                return Files.newBufferedReader(Path.of(home, "lib", FILE));
            } catch (NoSuchFileException e) {
                // A class path put together by hand
            }
        }
        return new BufferedReader(
                new InputStreamReader(CommandPlaces.class.getResourceAsStream(FILE), StandardCharsets.UTF_8));
    }
}
