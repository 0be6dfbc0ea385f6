// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cloister.cli.testing.Terminal;

/**
 * A process that runs the commands of a file, one a line, each with each input in the place of {@code IN}, and prints a
 * line for each: exit code and what was said.
 */
final class InputCommands {
    static final String PIPE = "pipe";

    private InputCommands() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<String> inputs = Arrays.asList(arguments).subList(1, arguments.length);
        for (String command : Files.readAllLines(folder.resolve("commands"))) {
            for (String input : inputs) {
                System.out.println(answer(folder, command, input));
            }
        }
        System.exit(0);
    }

    private static String answer(Path folder, String command, String input) throws IOException {
        Process writer = input.equals(PIPE) ? feed(folder) : null;
        try {
            Terminal terminal = new Terminal().folder(folder);
            int code = terminal.run(Arrays.stream(command.split(" +"))
                    .map(word -> word.equals("IN") ? input : word)
                    .toArray(String[]::new));
            return code + " " + (terminal.err() + terminal.out()).replace('\n', ' ');
        } finally {
            if (writer != null) {
                writer.destroyForcibly();
            }
        }
    }

    /** Something writes zeros into the pipe for as long as it is read. */
    private static Process feed(Path folder) throws IOException {
        return new ProcessBuilder("sh", "-c", "exec cat /dev/zero > " + PIPE)
                .directory(folder.toFile())
                .start();
    }
}
