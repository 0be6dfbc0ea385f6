// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policy a guest is launched with. Immutable.
 *
 * @param value as the secure processor takes it, an unsigned number in a Java long; of a policy of several fields the
 *     one with the flags, such as ATTRIBUTES; 0 for a type without policies
 * @param bits what it says, by the names and values that the type's {@code policy} property accepts, in the type's
 *     order; so what an operator sets for all guests ({@code policy.defaults}) can name fields of any width
 * @param fields all fields of a policy of several, in the type's order, that of {@code value} too; empty for a policy
 *     of one number. No two have one name
 */
public record GuestPolicy(long value, Map<String, String> bits, List<PolicyField> fields) implements ContextValue {
    /**
     * Copies the map, keeping its order, and the list.
     *
     * @throws IllegalArgumentException when two fields have one name
     */
    public GuestPolicy {
        bits = Collections.unmodifiableMap(new LinkedHashMap<>(bits));
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (PolicyField field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("two fields " + field.name());
            }
        }
    }

    /** A policy of one number. */
    public GuestPolicy(long value, Map<String, String> bits) {
        this(value, bits, List.of());
    }

    /** A field by its name. */
    public Optional<PolicyField> field(String name) {
        return fields.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
