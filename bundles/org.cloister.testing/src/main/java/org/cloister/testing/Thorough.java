// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

/** How much a test tries: enough for every build, or all of it in the profile {@code thorough}. */
public final class Thorough {
    private static final boolean ALL = Boolean.getBoolean("thorough");

    private Thorough() {}

    /** How often something is tried, or in which steps: in every build, and in the profile. */
    public static int times(int usual, int thorough) {
        return ALL ? thorough : usual;
    }
}
