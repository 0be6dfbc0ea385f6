// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;

/** A failure as the runtime of components keeps it: the text of a stack trace. */
final class ActivationFailure {
    private static final String CAUSED = "Caused by: ";

    private ActivationFailure() {}

    /** Class and message of what was thrown, and of what was the first cause of it. */
    static Cause cause(String trace) {
        List<String> lines = trace == null ? List.of() : trace.lines().toList();
        String outer = lines.isEmpty() ? "what was thrown is not known" : lines.get(0);
        Cause first = lines.stream()
                .filter(line -> line.startsWith(CAUSED))
                .reduce((earlier, later) -> later)
                .map(line -> Cause.first("threw " + line.substring(CAUSED.length()), ""))
                .orElse(Cause.first("threw " + outer, ""));
        return new Cause(first.chain(), "correct what the exception names; the log has its stack trace");
    }
}
