package org.cloister.core;

import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.PropertyDescription;

/** A property that a type does not know is refused: ignoring one could mean launching with less protection than was meant. */
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
                        .expected("one of " + known)
                        .exception();
            }
        }
    }
}
