// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The manual page of a command, in the macros of man(7).
 *
 * @param page the command
 * @param version the program and its version, for the foot of the page
 */
record ManualPage(CommandPage page, String version) {
    /** The name of the page, as in {@code man cloister-launch}. */
    String name() {
        return name(page.path());
    }

    private static String name(List<String> path) {
        return Stream.concat(Stream.of("cloister"), path.stream()).collect(Collectors.joining("-"));
    }

    String text() {
        RoffText roff = new RoffText();
        roff.macro("TH", name().toUpperCase(Locale.ROOT), "1", "", version, "Cloister");
        roff.macro("SH", "NAME").line(name() + " - " + page.meaning());
        roff.macro("SH", "SYNOPSIS");
        roff.macro("B", "cloister" + page.place()).line(synopsis());
        roff.macro("SH", "DESCRIPTION");
        Arrays.stream(page.spec().usageMessage().description()).forEach(roff::line);
        section(roff, "COMMANDS", page.below().stream().map(next -> new String[] {next.name(), next.meaning() + "."}));
        section(roff, "OPERANDS", page.operands().stream().map(one -> new String[] {one.label(), one.meaning()}));
        section(roff, "OPTIONS", page.options().stream().map(one -> new String[] {heading(one), one.meaning()}));
        notes(roff);
        roff.macro("SH", "SEE ALSO").line(String.join(", ", neighbours()));
        return roff.toString();
    }

    private String synopsis() {
        Stream<String> options =
                page.options().stream().filter(CommandArgument::required).map(ManualPage::heading);
        Stream<String> operands = page.operands().stream().map(ManualPage::operand);
        String command = page.below().isEmpty() ? "" : "COMMAND";
        return Stream.of(Stream.of("[OPTION...]"), options, operands, Stream.of(command))
                .flatMap(words -> words)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String operand(CommandArgument operand) {
        String word = operand.label() + (operand.repeated() ? "..." : "");
        return operand.required() ? word : "[" + word + "]";
    }

    private static String heading(CommandArgument option) {
        return String.join(", ", option.names()) + (option.takesValue() ? " " + option.label() : "");
    }

    private static void section(RoffText roff, String title, Stream<String[]> rows) {
        List<String[]> all = rows.toList();
        if (!all.isEmpty()) {
            roff.macro("SH", title);
            all.forEach(row -> roff.macro("TP").macro("B", row[0]).line(row[1]));
        }
    }

    private void notes(RoffText roff) {
        List<String> lines = Arrays.stream(page.spec().usageMessage().footer())
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty()) {
            roff.macro("SH", "NOTES");
            lines.forEach(roff::line);
        }
    }

    /** The pages of the commands above it, and of those below. */
    private List<String> neighbours() {
        List<String> names = new ArrayList<>();
        for (int words = 0; words < page.path().size(); words++) {
            names.add(name(page.path().subList(0, words)) + "(1)");
        }
        page.below().forEach(next -> names.add(name(next.path()) + "(1)"));
        return names;
    }
}
