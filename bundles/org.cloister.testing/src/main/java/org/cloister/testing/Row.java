// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.util.Optional;

/** A line of a table of expected values, or the word that the table is absent: either makes a test with a name. */
public final class Row {
    private final Optional<String> line;
    private final String lacking;

    private Row(Optional<String> line, String lacking) {
        this.line = line;
        this.lacking = lacking;
    }

    static Row of(String line) {
        return new Row(Optional.of(line), "");
    }

    static Row absent(String lacking) {
        return new Row(Optional.empty(), lacking);
    }

    /** What stands between the commas; skips the test where there is no table. */
    public String[] cells() {
        Needs.that(line.isPresent(), () -> lacking);
        return line.orElseThrow().split(",", -1);
    }

    @Override
    public String toString() {
        return line.orElse("needs " + lacking);
    }
}
