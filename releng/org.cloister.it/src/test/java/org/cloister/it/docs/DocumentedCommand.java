// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command line of the program in a block {@code sh} of the documentation.
 *
 * @param page its name, beginning at the project's root
 * @param text the command without the program's name and without comment
 */
public record DocumentedCommand(String page, String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\./)?cloister (.*?)(?: +#.*)?$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** All commands, in the order of pages and lines. */
    public static List<DocumentedCommand> all() throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (Path page : Pages.all()) {
            BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> block.group(1).replaceAll(" *\\\\\n *", " "))
                    .flatMap(block -> COMMAND.matcher(block).results())
                    .forEach(line -> commands.add(new DocumentedCommand(Pages.name(page), line.group(1))));
        }
        return commands;
    }

    /** Its words, as a shell splits them. */
    public List<String> words() {
        return WORD.matcher(text)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    /**
     * Whether it is this one.
     *
     * @param pattern a command in which an asterisk stands for any text
     */
    public boolean is(String pattern) {
        return text.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
    }
}
