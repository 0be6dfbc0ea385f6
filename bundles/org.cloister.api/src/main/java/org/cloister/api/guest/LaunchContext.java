// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * All that a guest type knows of one launch between two calls. Immutable; a call answers with a new one.
 *
 * <p>It holds no secret, no handle and nothing of a backend's own classes, so that the next call may be made by another
 * backend. It holds what cannot be asked of the machine again: not the content of ranges, which lies in the machine's
 * memory, nor the registers.
 *
 * @param type the guest type
 * @param schema what the values mean
 * @param values by name
 */
public record LaunchContext(GuestType type, ContextSchema schema, Map<String, ContextValue> values) {
    /** Copies the map, keeping its order. */
    public LaunchContext {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(schema, "schema");
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A context without values. */
    public static LaunchContext empty(GuestType type, ContextSchema schema) {
        return new LaunchContext(type, schema, Map.of());
    }

    /** The same context with one value set or replaced. */
    public LaunchContext with(String name, ContextValue value) {
        Map<String, ContextValue> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new LaunchContext(type, schema, changed);
    }

    /** The same values under another schema. */
    public LaunchContext under(ContextSchema other) {
        return new LaunchContext(type, other, values);
    }

    /** A value, when it is there and of the class asked for. */
    public <V extends ContextValue> Optional<V> find(String name, Class<V> as) {
        return Optional.ofNullable(values.get(name)).filter(as::isInstance).map(as::cast);
    }

    /**
     * A value that has to be there.
     *
     * @throws org.cloister.api.CloisterException {@code context.value} when it is not, or is of another class
     */
    public <V extends ContextValue> V get(String name, Class<V> as) {
        return find(name, as)
                .orElseThrow(() -> Problem.defect(ProblemCodes.CONTEXT_VALUE, "the launch context lacks a value")
                        .at(schema + " " + name)
                        .found(values.get(name))
                        .expected(as.getSimpleName())
                        .exception());
    }

    /** A number that has to be there. */
    public long number(String name) {
        return get(name, ContextValue.Number.class).value();
    }

    /** Bytes that have to be there. */
    public Bytes blob(String name) {
        return get(name, ContextValue.Blob.class).value();
    }
}
