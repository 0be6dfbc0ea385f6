// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clauses of a manifest header (OSGi Core 3.2.4), for bundles that no framework has read yet. */
public final class Clauses {
    private Clauses() {}

    /** The value of an attribute in each clause of a name. */
    public static List<String> attribute(String header, String name, String attribute) {
        List<String> values = new ArrayList<>();
        for (String clause : split(header, ',')) {
            List<String> parts = split(clause, ';');
            if (parts.get(0).equals(name)) {
                parts.stream().flatMap(part -> value(part, attribute).stream()).forEach(values::add);
            }
        }
        return values;
    }

    /** An attribute may carry its type: {@code name:String="value"}. */
    private static Optional<String> value(String part, String attribute) {
        int equals = part.indexOf('=');
        if (equals <= 0 || part.charAt(equals - 1) == ':') {
            return Optional.empty();
        }
        String name = part.substring(0, equals).split(":", 2)[0].strip();
        String value = part.substring(equals + 1).strip();
        return name.equals(attribute) ? Optional.of(value.replace("\"", "")) : Optional.empty();
    }

    /** Splits where no quotes are open. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }
}
