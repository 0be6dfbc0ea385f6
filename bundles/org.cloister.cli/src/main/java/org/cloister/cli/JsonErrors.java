// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a call wants what ends it as a JSON document on its standard output. It looks at the words themselves: what
 * the command line library refuses has no options yet.
 */
final class JsonErrors {
    private static final Set<String> OWNERS =
            Set.of("measure", "verify", "show", "certs", "id-block", "session", "secret");
    private static final Set<String> NAMES = Set.of("-o", "--output");
    private static final Set<String> WHOLE = Set.of("-ojson", "-o=json", "--output=json");

    private JsonErrors() {}

    /** Whether these words call a command of the owner's and ask for JSON. */
    static boolean wanted(String... words) {
        List<String> all =
                Arrays.stream(words).map(word -> word.toLowerCase(Locale.ROOT)).toList();
        if (all.isEmpty() || !OWNERS.contains(all.get(0))) {
            return false;
        }
        for (int i = 1; i < all.size(); i++) {
            if (WHOLE.contains(all.get(i)) || all.get(i).equals("json") && NAMES.contains(all.get(i - 1))) {
                return true;
            }
        }
        return false;
    }
}
