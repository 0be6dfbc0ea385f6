// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.Objects;

/**
 * Something among certificates that has no part in a verification. Immutable.
 *
 * @param where a file, an entry of a table, or a part of one
 * @param kind what it is, or why it is of no use
 */
public record IgnoredItem(String where, String kind) {
    /** Checks that both are there. */
    public IgnoredItem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(kind, "kind");
    }

    /** {@code notes.txt: text}. */
    @Override
    public String toString() {
        return where + ": " + kind;
    }
}
