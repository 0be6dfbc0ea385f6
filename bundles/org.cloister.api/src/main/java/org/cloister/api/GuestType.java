package org.cloister.api;

import java.util.regex.Pattern;

/**
 * The name of a kind of confidential guest, such as {@code sev-snp}. Open: vendors bring their own. Immutable.
 *
 * @param name lower-case letters, digits, dots and hyphens, beginning with a letter, at most 64 of them
 */
public record GuestType(String name) implements Comparable<GuestType> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    /**
     * Checks the name.
     *
     * @throws CloisterException {@code type.name}
     */
    public GuestType {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Problem.input("type.name", "this is not a name of a guest type")
                    .found(name)
                    .expected("lower-case letters, digits, dots and hyphens")
                    .exception();
        }
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
