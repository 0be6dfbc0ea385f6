// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.Arrays;
import java.util.List;

/** The settings by their names in the configuration. OSGI-INF/metatype describes them for operators. */
enum Setting {
    ALLOWED_TYPES("allowed.types"),
    ALLOWED_PLATFORMS("allowed.platforms"),
    MINIMUM_STRENGTH("minimum.strength"),
    POLICY_DEFAULTS("policy.defaults"),
    MAXIMUM_GUESTS("maximum.guests"),
    ANSWER_MILLIS("answer.millis");

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** The setting with its value, for messages. */
    String with(Object value) {
        return key + " = " + value;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
