// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

/**
 * Why a bundle does not start, at the root: frameworks report a missing requirement once for each bundle on the way to
 * it.
 */
final class FirstCause {
    private static final String CAUSED_BY = "[caused by: ";
    /** Where Felix begins to say the same again. */
    private static final String AGAIN = " Unresolved requirements: ";

    private FirstCause() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : root(cause.getMessage());
    }

    private static String root(String text) {
        int again = text.indexOf(AGAIN);
        String once = again < 0 ? text : text.substring(0, again);
        int last = once.lastIndexOf(CAUSED_BY);
        return last < 0 ? once : inner(once.substring(last + CAUSED_BY.length()));
    }

    /** Up to the bracket that ends what the outer text quotes. */
    private static String inner(String quoted) {
        int open = 1;
        for (int i = 0; i < quoted.length(); i++) {
            open += quoted.charAt(i) == '[' ? 1 : quoted.charAt(i) == ']' ? -1 : 0;
            if (open == 0) {
                return quoted.substring(0, i);
            }
        }
        return quoted;
    }
}
