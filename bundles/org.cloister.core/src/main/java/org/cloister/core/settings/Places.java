// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.Map;

/**
 * Where settings stand, for messages.
 *
 * @param byKey the place of each setting that has one of its own: {@code FILE:LINE}
 */
public record Places(Map<String, String> byKey) {
    /** In the configuration, wherever that comes from. */
    public static final Places CONFIGURATION = new Places(Map.of());

    /** Copies the map. */
    public Places {
        byKey = Map.copyOf(byKey);
    }

    /** Where to change a setting. */
    String of(Setting setting) {
        String place = byKey.get(setting.key());
        return setting.key() + " in " + (place == null ? "configuration " + LaunchRules.PID : place);
    }
}
