// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.codes;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A code of problems, as its constant declares it.
 *
 * @param table the class that the constant stands in
 * @param constant its name
 * @param code its value
 * @param kind what its comment says of the kind: the comment's first word
 * @param meaning what its comment says behind that, without a full stop
 */
record CodeRow(String table, String constant, String code, String kind, String meaning) {
    private static final String BEGIN = "/\\*\\*\\s+(?:\\* )?(\\w+): ([^/]*?)\\.\\s*\\*/\\s+";
    private static final String DECLARATION = "(?:public )?static final String ([A-Z0-9_]+) =\\s+\"([^\"]*)\";";
    private static final Pattern ROW = Pattern.compile(BEGIN + DECLARATION);

    /** The rows of a table, in its order; declarations without a kind are none. */
    static List<CodeRow> of(SourceFile table) {
        return ROW.matcher(table.text())
                .results()
                .map(row -> new CodeRow(
                        table.name(),
                        row.group(3),
                        row.group(4),
                        row.group(1).toUpperCase(Locale.ROOT),
                        row.group(2).replaceAll("\\s*\n\\s*\\* ", " ")))
                .toList();
    }

    /** As other classes name it. */
    String reference() {
        return table + "." + constant;
    }
}
