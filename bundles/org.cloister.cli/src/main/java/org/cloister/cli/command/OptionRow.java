// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One option or operand of a command: its names, label and meaning, and after parsing its value. picocli would read
 * annotations by reflection, which takes longer than all the rest of a command's start; rows it takes as they are.
 *
 * @param <T> type of the value
 */
final class OptionRow<T> {
    private static final ITypeConverter<?>[] AS_TYPED = {};

    private final String names;
    private final String label;
    private final String[] meaning;
    private Class<?> type;
    private Class<?> element = String.class;
    private ITypeConverter<?>[] converters = AS_TYPED;
    private String arity;
    private String fallback;
    private String parting = "";
    private Object initial;
    private boolean required;
    private boolean hidden;
    private boolean verbatim;
    private ArgSpec built;
    private Object settled;
    private boolean isSettled;

    private OptionRow(String names, String label, Class<T> type, String arity, String... meaning) {
        this.names = names;
        this.label = label;
        this.type = type;
        this.arity = arity;
        this.meaning = meaning;
    }

    /** An option, by its names with blanks between them; the longest is the one in messages. */
    static OptionRow<String> option(String names, String label, String... meaning) {
        return new OptionRow<>(names, label, String.class, "1", meaning);
    }

    /** An option without a value. */
    static OptionRow<Boolean> flag(String names, String... meaning) {
        OptionRow<Boolean> row = new OptionRow<>(names, null, boolean.class, null, meaning);
        row.initial = false;
        return row;
    }

    /** Operands: words that belong to no option, from that index on. */
    static OptionRow<String> operand(String index, String arity, String label, String... meaning) {
        return new OptionRow<>(index, label, String.class, arity, meaning);
    }

    /** Has the value read as another type, which picocli knows, such as an enum. */
    <V> OptionRow<V> as(Class<V> other) {
        type = other;
        return self();
    }

    /** Has the value read by a converter. */
    <V> OptionRow<V> as(Class<V> other, ITypeConverter<V> converter) {
        converters = new ITypeConverter<?>[] {converter};
        return as(other);
    }

    /** Takes any number of values, as many at a time as the arity says; without any the list is empty. */
    OptionRow<List<String>> many(String atOnce) {
        type = List.class;
        arity = atOnce;
        initial = List.of();
        return self();
    }

    /** Has each of {@link #many} read by a converter. */
    <V> OptionRow<List<V>> of(Class<V> one, ITypeConverter<V> converter) {
        element = one;
        converters = new ITypeConverter<?>[] {converter};
        return self();
    }

    /** The command does nothing without it. */
    OptionRow<T> required() {
        required = true;
        return this;
    }

    /** What it is read from when nothing is given. */
    OptionRow<T> fallback(String value) {
        fallback = value;
        return this;
    }

    /** What its value is when nothing is given. */
    OptionRow<T> otherwise(T value) {
        initial = value;
        return this;
    }

    /** Refuses a value behind an equals sign too. */
    OptionRow<T> bare() {
        arity = "0";
        return this;
    }

    /** Takes several values in one word, separated by commas. */
    OptionRow<T> parted() {
        parting = ",";
        return this;
    }

    /** Takes the next word as it is, also one that begins with a dash like an option. */
    OptionRow<T> verbatim() {
        verbatim = true;
        return this;
    }

    /** Is left out of the help. */
    OptionRow<T> hidden() {
        hidden = true;
        return this;
    }

    /** What was given, else what it falls back to, else null. */
    @SuppressWarnings("unchecked") // What was settled was read as it
    T value() {
        if (isSettled) {
            return (T) settled;
        }
        if (built == null) {
            throw new IllegalStateException(names + " belongs to no command");
        }
        return built.getValue();
    }

    boolean isOperand() {
        return !names.startsWith("-");
    }

    boolean isFlag() {
        return type == boolean.class;
    }

    boolean isVerbatim() {
        return verbatim;
    }

    /** Whether one word is one value. */
    boolean isOneByOne() {
        return arity.equals("1") && parting.isEmpty();
    }

    /** Whether nothing is done without it. */
    boolean isRequired() {
        return required || isOperand() && !arity.startsWith("0");
    }

    String[] names() {
        return names.split(" ");
    }

    boolean isNamed(String word) {
        return Arrays.asList(names()).contains(word);
    }

    /** The value that a word stands for; empty where there is none, or picocli alone knows. */
    Optional<?> read(String word) {
        Class<?> wanted = isList() ? element : type;
        if (converters.length > 0) {
            return converted(word);
        }
        if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(word))
                    .findFirst();
        }
        return wanted == String.class && !word.isEmpty() ? Optional.of(word) : Optional.empty();
    }

    private Optional<?> converted(String word) {
        try {
            return Optional.ofNullable(converters[0].convert(word));
        } catch (Exception e) {
            // picocli finds the same, and has the words for it
            return Optional.empty();
        }
    }

    /** Takes the values that were read for it, else what it falls back to. */
    void settle(List<Object> values) {
        if (isList()) {
            settled = List.copyOf(values);
        } else if (!values.isEmpty()) {
            settled = values.get(0);
        } else {
            settled = fallback == null ? initial : read(fallback).orElseThrow();
        }
        isSettled = true;
    }

    /** Adds itself to a command. */
    void addTo(CommandSpec command) {
        if (!isOperand()) {
            OptionSpec option = option();
            built = option;
            command.addOption(option);
        } else {
            PositionalParamSpec operand = operand();
            built = operand;
            command.addPositional(operand);
        }
    }

    private OptionSpec option() {
        OptionSpec.Builder option = OptionSpec.builder(names())
                .description(meaning)
                .required(required)
                .hidden(hidden)
                .defaultValue(fallback)
                .initialValue(initial)
                .type(type)
                .auxiliaryTypes(isList() ? element : type)
                .converters(converters)
                .splitRegex(parting);
        if (label != null) {
            option.paramLabel(label);
        }
        if (verbatim) {
            option.parameterConsumer(OptionRow::take);
        }
        // Without an arity picocli lets a flag have a value behind an equals sign
        return arity == null ? option.build() : option.arity(arity).build();
    }

    private static void take(Stack<String> words, ArgSpec option, CommandSpec command) {
        if (words.isEmpty()) {
            throw new MissingParameterException(
                    command.commandLine(), option, "Missing required parameter for option " + option);
        }
        option.setValue(words.pop());
    }

    private PositionalParamSpec operand() {
        return PositionalParamSpec.builder()
                .index(names)
                .arity(arity)
                .paramLabel(label)
                .description(meaning)
                .required(isRequired())
                .initialValue(initial)
                .type(type)
                .auxiliaryTypes(isList() ? element : type)
                .converters(converters)
                .build();
    }

    boolean isList() {
        return type == List.class;
    }

    @SuppressWarnings("unchecked") // What the value is read as was changed, and nothing was read yet
    private <V> OptionRow<V> self() {
        return (OptionRow<V>) this;
    }
}
