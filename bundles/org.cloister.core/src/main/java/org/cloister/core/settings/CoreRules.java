// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsRules;

/** The settings of launches. */
public final class CoreRules implements SettingsRules {
    static final Map<String, String> DEFAULTS = defaultsOfAll();

    @Override
    public String pid() {
        return LaunchRules.PID;
    }

    @Override
    public Map<String, String> defaults() {
        return DEFAULTS;
    }

    @Override
    public List<Problem> wrong(Map<String, Object> given) {
        return SettingsReader.wrong(given);
    }

    private static Map<String, String> defaultsOfAll() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(Setting.ALLOWED_TYPES.key(), "");
        defaults.put(Setting.ALLOWED_PLATFORMS.key(), "");
        defaults.put(Setting.MINIMUM_STRENGTH.key(), Integer.toString(LaunchRules.DEFAULT.minimumStrength()));
        defaults.put(Setting.POLICY_DEFAULTS.key(), "");
        defaults.put(Setting.MAXIMUM_GUESTS.key(), Integer.toString(LaunchRules.DEFAULT.maximumGuests()));
        defaults.put(Setting.ANSWER_MILLIS.key(), Integer.toString(LaunchRules.DEFAULT.answerMillis()));
        return defaults;
    }
}
