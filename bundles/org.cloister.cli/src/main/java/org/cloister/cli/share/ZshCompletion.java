// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh: commands and options with what they mean, and their values. */
record ZshCompletion(List<CommandPage> pages) {
    private static final String HEAD = """
            #compdef cloister
            # Completion of cloister for zsh, made from its commands.
            local place=
            local -a commands arguments
            while (( CURRENT > 2 )); do
                case "$place $words[2]" in
            """;
    private static final String PATHS = """
                (' help') ;;
                (*) break ;;
                esac
                shift words
                (( CURRENT-- ))
            done
            case $place in
            """;
    private static final String END = """
            esac
            if (( $#commands )) && [[ $words[CURRENT] != -* ]]; then
                _describe -t commands command commands
            else
                _arguments "$arguments[@]"
            fi
            """;

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append(pages.stream()
                .filter(page -> !page.path().isEmpty())
                .map(page -> "'" + page.place() + "'")
                .collect(Collectors.joining("|", "    (", ") place=\"$place $words[2]\" ;;\n")));
        text.append(PATHS);
        pages.forEach(page -> text.append(page(page)));
        return text.append(END).toString();
    }

    private static String page(CommandPage page) {
        List<String> lines = new ArrayList<>();
        lines.add("('" + page.place() + "')");
        if (!page.below().isEmpty()) {
            lines.add("    commands=(");
            page.below().forEach(next -> lines.add("        " + quoted(next.name() + ":" + escaped(next.meaning()))));
            lines.add("    )");
        }
        lines.add("    arguments=(");
        page.options().forEach(option -> option.names().forEach(name -> lines.add("        " + option(option, name))));
        page.operands().forEach(operand -> lines.add("        " + quoted(operand(operand))));
        lines.add("    )");
        lines.add("    ;;");
        return String.join("\n", lines) + "\n";
    }

    private static String option(CommandArgument option, String name) {
        String sign = option.takesValue() && name.startsWith("--") ? "=" : "";
        String more = option.repeated() ? "*" : "(" + String.join(" ", option.names()) + ")";
        return quoted(more + name + sign + "[" + escaped(option.meaning()) + "]" + value(option));
    }

    private static String operand(CommandArgument operand) {
        return (operand.repeated() ? "*" : operand.required() ? "" : ":") + value(operand);
    }

    private static String value(CommandArgument argument) {
        if (!argument.takesValue()) {
            return "";
        }
        String action = argument.takesFile() ? "_files" : "(" + String.join(" ", argument.values()) + ")";
        return ":" + escaped(argument.label()) + ":" + (action.equals("()") ? " " : action);
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\\\[\\]:])", "\\\\$1");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
