// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the settings of a framework stand. Immutable.
 *
 * @param settings what is in force, by configuration; empty as long as there were no good settings
 * @param refused what is wrong now; where there are settings in force, it changed nothing
 * @param inForceSince when the last change came into force; empty as long as there were no good settings
 */
public record SettingsState(
        List<SettingInForce> settings, List<RefusedSetting> refused, Optional<Instant> inForceSince) {
    /** Copies the lists. */
    public SettingsState {
        settings = List.copyOf(settings);
        refused = List.copyOf(refused);
    }
}
