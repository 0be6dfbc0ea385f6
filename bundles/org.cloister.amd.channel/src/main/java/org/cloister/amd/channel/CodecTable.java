// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;

/** The commands of one interface by their numbers. */
final class CodecTable {
    private final Map<Integer, Codec<?, ?>> codecs;
    private final Map<Integer, String> notImplemented;

    /**
     * The table of a sealed interface: its permitted classes are the commands, so that none can be forgotten here.
     *
     * @param commands the interface
     * @param notImplemented the numbers that have a name and nothing behind it in any kernel, whoever else carries them
     *     out
     */
    CodecTable(Class<?> commands, Map<Integer, String> notImplemented) {
        this.codecs = Arrays.stream(commands.getPermittedSubclasses())
                .flatMap(CodecTable::codecs)
                .filter(codec -> !notImplemented.containsKey(codec.id()))
                .collect(Collectors.toMap(
                        Codec::id,
                        Function.identity(),
                        (one, other) -> {
                            throw new IllegalStateException(one.name() + " and " + other.name() + " have one number");
                        },
                        LinkedHashMap::new));
        this.notImplemented = notImplemented;
    }

    // An enum's constants are commands without a struct; a record has its codec in a constant
    private static Stream<Codec<?, ?>> codecs(Class<?> command) {
        if (command == BareSevCommand.class) {
            return Arrays.stream(BareSevCommand.values()).map(BareSevCommand::codec);
        }
        if (command == BarePlatformCommand.class) {
            return Arrays.stream(BarePlatformCommand.values()).map(BarePlatformCommand::codec);
        }
        try {
            return Stream.of((Codec<?, ?>) command.getDeclaredField("CODEC").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(command.getName() + " has no constant CODEC", e);
        }
    }

    /** All codecs. */
    Collection<Codec<?, ?>> all() {
        return codecs.values();
    }

    /** The names of the commands by their numbers. */
    SortedMap<Integer, String> names() {
        SortedMap<Integer, String> names = new TreeMap<>();
        all().forEach(codec -> names.put(codec.id(), codec.name()));
        return Collections.unmodifiableSortedMap(names);
    }

    /**
     * The codec with a number.
     *
     * @throws SevCommandException with {@code EINVAL} when no kernel carries such a command out
     */
    Codec<?, ?> of(int id) {
        Codec<?, ?> codec = codecs.get(id);
        if (codec == null) {
            String name = notImplemented.getOrDefault(id, "command " + Integer.toUnsignedString(id));
            throw SevCommandException.invalid(name, null);
        }
        return codec;
    }

    /** The layouts of the structs, each once; a command without a struct has none. */
    List<Layout> layouts() {
        return all().stream()
                .map(Codec::layout)
                .filter(layout -> layout.size() != 0)
                .distinct()
                .toList();
    }
}
