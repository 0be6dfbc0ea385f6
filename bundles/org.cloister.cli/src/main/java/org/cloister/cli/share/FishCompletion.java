// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for fish: commands and options with what they mean, and their values. */
record FishCompletion(List<CommandPage> pages) {
    private static final String HEAD = """
            # Completion of cloister for fish, made from its commands.
            function __cloister_at
                set -l place ''
                for word in (commandline -opc)[2..]
                    switch "$place $word"
            """;
    private static final String PATHS = """
                            set place "$place $word"
                        case ' help'
                        case '*'
                            break
                    end
                end
                test "$place" = "$argv[1]"
            end
            complete -c cloister -f
            """;

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append(pages.stream()
                .filter(page -> !page.path().isEmpty())
                .map(page -> "'" + page.place() + "'")
                .collect(Collectors.joining(" ", "            case ", "\n")));
        text.append(PATHS);
        pages.forEach(page -> lines(page).forEach(line -> text.append(line).append('\n')));
        return text.toString();
    }

    private static List<String> lines(CommandPage page) {
        String here = "complete -c cloister -n " + quoted("__cloister_at " + quoted(page.place()));
        List<String> lines = new ArrayList<>();
        page.below().forEach(next -> lines.add(here + " -a " + next.name() + " -d " + quoted(next.meaning())));
        page.options()
                .forEach(option -> lines.add(here + names(option) + value(option) + " -d " + quoted(option.meaning())));
        page.operands().stream()
                .filter(operand -> operand.takesFile() || !operand.values().isEmpty())
                .forEach(operand -> lines.add(here + operand(operand) + " -d " + quoted(operand.label())));
        return lines;
    }

    private static String names(CommandArgument option) {
        return option.names().stream()
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    }

    private static String value(CommandArgument option) {
        if (!option.takesValue()) {
            return "";
        }
        return option.takesFile() ? " -r -F" : " -x" + values(option);
    }

    private static String operand(CommandArgument operand) {
        return operand.takesFile() ? " -F" : values(operand);
    }

    private static String values(CommandArgument argument) {
        return argument.values().isEmpty() ? "" : " -a " + quoted(String.join(" ", argument.values()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
