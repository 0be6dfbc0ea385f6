// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cloister.api.GuestType;

/**
 * How a guest is to be protected, in the words of this project, wherever it was read from. Immutable.
 *
 * @param type the guest type; {@code sev} and {@code sev-es} are distinguished by the policy
 * @param settings settings of the guest type, by name, as text
 * @param files settings whose value is the content of a file, by name, with the file's name as it was given
 * @param fallbacks settings that QEMU implies where none is given; an explicit setting wins
 * @param notes what the caller should know about what was read, each a sentence
 */
public record LaunchSecurity(
        GuestType type,
        Map<String, String> settings,
        Map<String, String> files,
        Map<String, String> fallbacks,
        List<String> notes) {
    /** Copies maps and list, keeping their order. */
    public LaunchSecurity {
        Objects.requireNonNull(type, "type");
        settings = copy(settings);
        files = copy(files);
        fallbacks = copy(fallbacks);
        notes = List.copyOf(notes);
    }

    private static Map<String, String> copy(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
