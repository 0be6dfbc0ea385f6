// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

/** The first cause of a failure, as text: an exception of a bundle's would keep the bundle's classes alive. */
public final class FailureText {
    private static final int DEEP = 50;

    private FailureText() {}

    /** The first cause of what was thrown. */
    public static String of(Throwable failure) {
        Throwable first = failure;
        for (int i = 0; i < DEEP && first.getCause() != null; i++) {
            first = first.getCause();
        }
        return first.toString();
    }

    /** From the text of a stack trace. */
    public static String of(String trace) {
        return trace.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((outer, inner) -> inner)
                .map(line -> line.substring("Caused by: ".length()))
                .orElseGet(() -> trace.lines().findFirst().orElse(""));
    }
}
