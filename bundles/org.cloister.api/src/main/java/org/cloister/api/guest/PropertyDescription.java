// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A setting that a guest type understands. Immutable.
 *
 * @param name its name, in the words of QEMU where QEMU has it
 * @param syntax what values look like, for people: {@code hexadecimal}, {@code on|off}, {@code base64 of 32 bytes}
 * @param fallback the value that the type uses when it is not given, for people; empty when there is none
 * @param meaning one sentence
 */
public record PropertyDescription(String name, String syntax, String fallback, String meaning) {
    private static final int MOST_WRONG_LETTERS = 3;

    /** Checks that all parts are there. */
    public PropertyDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(fallback, "fallback");
        Objects.requireNonNull(meaning, "meaning");
    }

    /**
     * Refuses names that a guest type does not know: ignoring one could mean launching, or expecting, another guest
     * than was meant.
     *
     * @param type the guest type, for the message
     * @param known everything that can be set for it
     * @param names the names that were given
     * @throws org.cloister.api.CloisterException {@code property.unknown} for the first that is not known, with the
     *     name that may have been meant
     */
    public static void requireKnown(GuestType type, Collection<PropertyDescription> known, Collection<String> names) {
        Set<String> all = known.stream().map(PropertyDescription::name).collect(Collectors.toCollection(TreeSet::new));
        for (String name : names) {
            if (!all.contains(name)) {
                throw Problem.input(ProblemCodes.PROPERTY_UNKNOWN, "guest type " + type + " has no such property")
                        .at(name)
                        .found(name)
                        .expected("one of " + String.join(", ", all))
                        .remedy(remedy(name, all))
                        .exception();
            }
        }
    }

    /** Hyphens and small letters are what is got wrong most often, as in {@code host_data}. */
    private static String remedy(String name, Set<String> known) {
        String usual = name.replace('_', '-').toLowerCase(Locale.ROOT);
        if (known.contains(usual)) {
            return "did you mean " + usual + "?";
        }
        // As older documents have it: policy.dbg
        int dot = usual.indexOf('.');
        if (dot > 0 && known.contains(usual.substring(0, dot))) {
            String whole = usual.substring(0, dot);
            return "say it within " + whole + ", as " + whole + "=NAME=on or " + whole + "=NAME=off";
        }
        boolean near = known.stream().anyMatch(one -> NearestNames.isNear(usual, one, MOST_WRONG_LETTERS));
        return near ? NearestNames.offer(usual, known) : "leave it out, or name another type";
    }
}
