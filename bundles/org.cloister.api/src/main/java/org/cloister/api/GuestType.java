// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

/**
 * The name of a kind of confidential guest, such as {@code sev-snp}. Open: vendors bring their own. Immutable.
 *
 * @param name lower-case letters, digits, dots and hyphens, beginning with a letter, at most 64 of them
 */
public record GuestType(String name) implements Comparable<GuestType> {
    private static final int LONGEST = 64;

    /**
     * Checks the name.
     *
     * @throws CloisterException {@code type.name}
     */
    public GuestType {
        if (name == null || !named(name)) {
            throw Problem.input(ProblemCodes.TYPE_NAME, "this is not a name of a guest type")
                    .found(name)
                    .expected("lower-case letters, digits, dots and hyphens")
                    .exception();
        }
    }

    private static boolean named(String name) {
        for (int i = 0; i < name.length(); i++) {
            char one = name.charAt(i);
            boolean letter = one >= 'a' && one <= 'z';
            boolean other = (one >= '0' && one <= '9') || one == '.' || one == '-';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST;
    }

    @Override
    public int compareTo(GuestType other) {
        return name.compareTo(other.name);
    }

    // Written out: a record's own are linked when first called, which takes longer than all else that probe does with
    // types
    @Override
    public boolean equals(Object other) {
        return other instanceof GuestType type && name.equals(type.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
