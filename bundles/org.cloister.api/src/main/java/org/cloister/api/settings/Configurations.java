// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What all configurations have in common. Stateless; safe for use by several threads. */
public final class Configurations {
    private static final Pattern FOREIGN =
            Pattern.compile("(service|component|felix|osgi|objectClass)(\\..*)?|[._:].*");

    private Configurations() {}

    /** Whether a key is none of the settings, but one that the framework or its tools put beside them. */
    public static boolean isForeign(String key) {
        return FOREIGN.matcher(key).matches();
    }

    /** The elements of a value, as text: of an array or a collection each, else the value itself. */
    public static List<String> texts(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(String::valueOf).toList();
        }
        return value instanceof Collection<?> collection
                ? collection.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
