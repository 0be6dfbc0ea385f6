// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.PropertyDescription;

/**
 * The settings of a capsule. Immutable.
 *
 * @param label what the owner calls it; measured
 * @param debug whether the host may look inside; measured
 */
record CapsuleSettings(String label, boolean debug) {
    static final List<PropertyDescription> DESCRIPTIONS = List.of(
            new PropertyDescription("label", "up to 64 printable ASCII characters", "", "What the owner calls it."),
            new PropertyDescription("debug", "on|off", "off", "Whether the host may look inside."));

    private static final Pattern LABEL = Pattern.compile("[ -~]{0,64}");

    /** Names that are not in {@link #DESCRIPTIONS} never come here: Cloister refuses them. */
    static CapsuleSettings of(Map<String, String> properties) {
        String label = properties.getOrDefault("label", "");
        if (!LABEL.matcher(label).matches()) {
            throw wrong("label", label);
        }
        String debug = properties.getOrDefault("debug", "off");
        return switch (debug) {
            case "on" -> new CapsuleSettings(label, true);
            case "off" -> new CapsuleSettings(label, false);
            default -> throw wrong("debug", debug);
        };
    }

    GuestPolicy policy() {
        return new GuestPolicy(debug ? 1 : 0, Map.of("debug", debug ? "on" : "off"));
    }

    private static RuntimeException wrong(String name, String found) {
        PropertyDescription property = DESCRIPTIONS.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Problem.input("capsule.property", "this property cannot have this value")
                .at(name)
                .found(found)
                .expected(property.syntax())
                .exception();
    }
}
