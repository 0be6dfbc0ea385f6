// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policy a guest is launched with. Immutable.
 *
 * @param value as the secure processor takes it, an unsigned number in a Java long; 0 for a type without policies
 * @param bits what it says, by the names and values that the type's {@code policy} property accepts, in the type's
 *     order
 */
public record GuestPolicy(long value, Map<String, String> bits) implements ContextValue {
    /** Copies the map, keeping its order. */
    public GuestPolicy {
        bits = Collections.unmodifiableMap(new LinkedHashMap<>(bits));
    }
}
