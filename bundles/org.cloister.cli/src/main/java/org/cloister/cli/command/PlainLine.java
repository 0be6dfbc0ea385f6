// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A command line in its plainest form: every option by one of its full names, its value in the next word, operands in
 * their order. It is read straight into the rows of its command, as picocli would, which takes longer to set up than
 * most commands take. Of anything else (a short form, a word that is wrong, a question for help) nothing was read, and
 * picocli reads it from the beginning, so that what there is to say is said by it alone.
 */
final class PlainLine implements Callable<Integer> {
    private static final String END_OF_OPTIONS = "--";

    private final CommandModel model;
    private final Map<OptionRow<?>, List<Object>> given = new LinkedHashMap<>();
    private final Map<OptionRow<?>, String> spellings = new LinkedHashMap<>();
    private final List<OptionRow<?>> options = new ArrayList<>();
    private final List<OptionRow<?>> operands = new ArrayList<>();

    private PlainLine(CommandModel model) {
        this.model = model;
        for (OptionRow<?> row : model.rows()) {
            given.put(row, new ArrayList<>());
            (row.isOperand() ? operands : options).add(row);
        }
    }

    /**
     * Reads the words of a command of the first level.
     *
     * @param words its name, and what follows
     * @return runs it; empty where the words are not plain
     */
    static Optional<Callable<Integer>> of(CommandModel first, String... words) {
        List<String> rest = Arrays.asList(words).subList(1, words.length);
        CommandModel model = first;
        for (Optional<CommandModel> next = below(model, rest); next.isPresent(); next = below(model, rest)) {
            model = next.get();
            rest = rest.subList(1, rest.size());
        }
        if (model.command() instanceof CommandModel.Placed) {
            return Optional.empty();
        }
        PlainLine line = new PlainLine(model);
        if (!line.takes(rest.iterator()) || line.lacksOne()) {
            return Optional.empty();
        }
        line.given.forEach((row, values) -> row.settle(values));
        return Optional.of(line);
    }

    private static Optional<CommandModel> below(CommandModel model, List<String> rest) {
        return rest.isEmpty() ? Optional.empty() : model.below(rest.get(0));
    }

    private boolean takes(Iterator<String> words) {
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals(END_OF_OPTIONS)) {
                return takesOperands(words);
            }
            if (!(word.startsWith("-") ? takesOption(word, words) : takesOperand(word))) {
                return false;
            }
        }
        return true;
    }

    private boolean takesOperands(Iterator<String> words) {
        while (words.hasNext()) {
            if (!takesOperand(words.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean takesOption(String name, Iterator<String> words) {
        for (OptionRow<?> row : options) {
            if (row.isNamed(name)) {
                if (!name.equals(spellings.computeIfAbsent(row, any -> name))) {
                    return false;
                }
                return row.isFlag() ? add(row, Optional.of(true)) : words.hasNext() && takesValue(row, words.next());
            }
        }
        return false;
    }

    private boolean takesValue(OptionRow<?> row, String word) {
        boolean value = row.isVerbatim() || !word.startsWith("-") || word.equals("-");
        return value && row.isOneByOne() && add(row, row.read(word));
    }

    private boolean takesOperand(String word) {
        for (OptionRow<?> row : operands) {
            if (row.isList() || given.get(row).isEmpty()) {
                return add(row, row.read(word));
            }
        }
        return false;
    }

    private boolean add(OptionRow<?> row, Optional<?> value) {
        List<Object> values = given.get(row);
        value.ifPresent(values::add);
        return value.isPresent() && (row.isList() || values.size() == 1);
    }

    private boolean lacksOne() {
        for (OptionRow<?> row : model.rows()) {
            if (row.isRequired() && given.get(row).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Integer call() throws Exception {
        if (model.command() instanceof Callable<?> command) {
            return (Integer) command.call();
        }
        ((Runnable) model.command()).run();
        return 0;
    }
}
