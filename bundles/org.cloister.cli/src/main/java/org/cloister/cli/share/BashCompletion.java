// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Completion for bash: commands, options, and values that are known beforehand. Where there is none of them bash
 * completes file names.
 */
record BashCompletion(List<CommandPage> pages) {
    private static final String HEAD = """
            # Completion of cloister for bash, made from its commands.
            _cloister() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} path= words= i
                # bash parts --option=value at the equals sign
                if [[ $word == '=' ]]; then
                    word=
                elif [[ $before == '=' ]]; then
                    before=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$path ${COMP_WORDS[i]}" in
            """;
    private static final String PATHS = """
                    ' help') ;;
                    *) break ;;
                    esac
                done
                case $path in
            """;
    private static final String END = """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o bashdefault -o default -F _cloister cloister
            """;

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append(pages.stream()
                .filter(page -> !page.path().isEmpty())
                .map(page -> "'" + page.place() + "'")
                .collect(Collectors.joining(" | ", "        ", ") path=\"$path ${COMP_WORDS[i]}\" ;;\n")));
        text.append(PATHS);
        pages.forEach(page -> text.append(page(page)));
        return text.append(END).toString();
    }

    private static String page(CommandPage page) {
        StringBuilder text = new StringBuilder("    '" + page.place() + "')\n        case $before in\n");
        for (CommandArgument option : page.options()) {
            if (option.takesValue()) {
                String values = String.join(" ", option.values());
                text.append("        " + String.join(" | ", option.names()) + ") words='" + values + "' ;;\n");
            }
        }
        return text.append("        *) words='" + String.join(" ", words(page)) + "' ;;\n        esac\n        ;;\n")
                .toString();
    }

    private static List<String> words(CommandPage page) {
        List<String> words = new ArrayList<>();
        page.below().forEach(next -> words.add(next.name()));
        page.operands().forEach(operand -> words.addAll(operand.values()));
        page.options().forEach(option -> words.addAll(option.names()));
        return words;
    }
}
