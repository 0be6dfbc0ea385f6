// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

/** A failure as the runtime of components keeps it: the text of a stack trace. */
final class ActivationFailure {
    private ActivationFailure() {}

    /** Class and message of what was the first cause of it. */
    static Cause cause(String trace) {
        boolean known = trace != null && !trace.isBlank();
        return Cause.first(
                "threw " + (known ? FailureText.of(trace) : "what is not known"),
                "correct what the exception names; the log has its stack trace");
    }
}
