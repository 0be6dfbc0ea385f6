// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.PropertyDescription;

/**
 * A property that a type does not know is refused: ignoring one could mean launching with less protection than was
 * meant.
 */
final class Properties {
    private Properties() {}

    static void check(ConfidentialGuestSupport support, Map<String, String> given) {
        List<String> known = support.properties().stream()
                .map(PropertyDescription::name)
                .sorted()
                .toList();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw Problem.input("property.unknown", "guest type " + support.type() + " has no such property")
                        .at(name)
                        .found(name)
                        .expected("one of " + String.join(", ", known))
                        .remedy(remedy(name, known))
                        .exception();
            }
        }
    }

    /** Hyphens and small letters are what is got wrong most often: {@code host_data}. */
    private static String remedy(String name, List<String> known) {
        String usual = name.replace('_', '-').toLowerCase(Locale.ROOT);
        return known.contains(usual) ? "did you mean " + usual + "?" : "leave it out, or name another type";
    }
}
