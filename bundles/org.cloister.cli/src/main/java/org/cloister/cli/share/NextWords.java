// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** What can follow the words of a command, as its model describes it. */
public final class NextWords {
    private NextWords() {}

    /**
     * The words that can come next, each with its meaning, in the order of the help: values of an option that asks for
     * one, otherwise commands below, values of operands and options. None where any word can come.
     *
     * @param program with the command that the words name
     * @param words that are complete, the command's name first
     */
    public static Map<String, String> after(CommandLine program, List<String> words) {
        CommandPage page = new CommandPage(List.of(), program.getCommandSpec());
        for (String word : words) {
            Optional<CommandPage> below = page.below().stream()
                    .filter(next -> next.name().equals(word))
                    .findFirst();
            if (below.isEmpty()) {
                break;
            }
            page = below.get();
        }
        return page.path().isEmpty() ? Map.of() : after(page, words.get(words.size() - 1));
    }

    private static Map<String, String> after(CommandPage page, String last) {
        Map<String, String> next = new LinkedHashMap<>();
        for (CommandArgument option : page.options()) {
            if (option.takesValue() && option.names().contains(last)) {
                option.values().forEach(value -> next.put(value, option.meaning()));
                return next;
            }
        }
        page.below().forEach(command -> next.put(command.name(), command.meaning()));
        page.operands().forEach(operand -> operand.values().forEach(value -> next.put(value, operand.meaning())));
        page.options().forEach(option -> option.names().forEach(name -> next.put(name, option.meaning())));
        return next;
    }
}
