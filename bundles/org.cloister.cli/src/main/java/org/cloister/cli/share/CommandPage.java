// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One command as its model describes it.
 *
 * @param path the words that lead to it, without the program's name; none for the program itself
 * @param spec its model
 */
record CommandPage(List<String> path, CommandSpec spec) {
    /** The program and all that is below it, in the order of the help. */
    static List<CommandPage> all(CommandLine program) {
        List<CommandPage> pages = new ArrayList<>();
        collect(new CommandPage(List.of(), program.getCommandSpec()), pages);
        return List.copyOf(pages);
    }

    private static void collect(CommandPage page, List<CommandPage> pages) {
        pages.add(page);
        page.below().forEach(next -> collect(next, pages));
    }

    /** The commands below it. */
    List<CommandPage> below() {
        return spec.subcommands().entrySet().stream()
                .map(next ->
                        new CommandPage(with(next.getKey()), next.getValue().getCommandSpec()))
                .toList();
    }

    private List<String> with(String word) {
        List<String> longer = new ArrayList<>(path);
        longer.add(word);
        return List.copyOf(longer);
    }

    /** Its own word. */
    String name() {
        return path.isEmpty() ? "cloister" : path.get(path.size() - 1);
    }

    /** Its words, each with a blank in front. */
    String place() {
        return path.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    /** What it does: the first sentence of the help, without its period. */
    String meaning() {
        return spec.usageMessage().description()[0].split("\\.( |$)")[0];
    }

    /** Its options without the program's hidden ones, in the order of the help. */
    List<CommandArgument> options() {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map(CommandArgument::of)
                .toList();
    }

    /** Its operands, in their order. */
    List<CommandArgument> operands() {
        return spec.positionalParameters().stream()
                .filter(operand -> !operand.hidden())
                .map(CommandArgument::of)
                .toList();
    }
}
