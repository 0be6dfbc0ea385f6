// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.show.Layout;

/** The commands of one interface by their numbers. */
final class CodecTable {
    private final Map<Integer, Codec<?, ?>> codecs;
    private final Map<Integer, String> notImplemented;

    /** A table, with the numbers that have a name and nothing behind it. */
    CodecTable(Map<Integer, String> notImplemented, Stream<Codec<?, ?>> codecs) {
        this.codecs = codecs.collect(Collectors.toMap(
                Codec::id,
                Function.identity(),
                (one, other) -> {
                    throw new IllegalStateException(one.name() + " and " + other.name() + " have one number");
                },
                LinkedHashMap::new));
        this.notImplemented = notImplemented;
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
        return codecs.values().stream()
                .map(Codec::layout)
                .filter(layout -> layout.size() != 0)
                .distinct()
                .toList();
    }
}
