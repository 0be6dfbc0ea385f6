// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.Objects;

/**
 * One thing that is demanded, as it was written. Immutable.
 *
 * @param name of the item, in its long or short form
 * @param value not read yet
 * @param where the file with the line or the field, or else the name, for messages
 */
public record Demand(String name, String value, String where) {
    private static final String SHORT = "min-";
    private static final String LONG = "minimum-";

    /** Checks that all parts are there. */
    public Demand {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(where, "where");
    }

    /** The long form of its name: {@code minimum-tcb} for {@code min-tcb}; others stay as they are. */
    public String item() {
        return name.startsWith(SHORT) ? LONG + name.substring(SHORT.length()) : name;
    }

    /** The short form of a name: {@code min-tcb} for {@code minimum-tcb}; others stay as they are. */
    public static String shortForm(String name) {
        return name.startsWith(LONG) ? SHORT + name.substring(LONG.length()) : name;
    }
}
