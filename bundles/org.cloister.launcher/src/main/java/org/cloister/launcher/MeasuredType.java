// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.List;
import java.util.Set;

/** Where the type that {@code measure} asks for is known. */
final class MeasuredType {
    /** Their digests need no service; those of other types are known to their backends alone. */
    private static final Set<String> ON_CLASS_PATH = Set.of("sev", "sev-es", "sev-snp");

    private static final String OPTION = "--type";

    private MeasuredType() {}

    /** Whether a {@code measure} command is for a type that a bundle brings. */
    static boolean isBackends(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("measure")) {
            return false;
        }
        String type = "sev";
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(OPTION) && i + 1 < arguments.size()) {
                type = arguments.get(++i);
            } else if (argument.startsWith(OPTION + "=")) {
                type = argument.substring(OPTION.length() + 1);
            }
        }
        return !ON_CLASS_PATH.contains(type);
    }
}
