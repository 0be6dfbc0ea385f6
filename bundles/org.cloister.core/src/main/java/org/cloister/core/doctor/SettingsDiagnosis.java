// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsState;
import org.cloister.core.settings.LaunchRules;

/** How the settings are. */
final class SettingsDiagnosis {
    private static final String SUBJECT = Kind.SETTINGS.toString();

    private SettingsDiagnosis() {}

    /** Where there are no rules, nothing is launched. */
    static Diagnosis of(SettingsState state, Optional<LaunchRules> rules) {
        if (state.refused().isEmpty()) {
            return new Diagnosis(Kind.SETTINGS, SUBJECT, Level.OK, "are in force", List.of(), "");
        }
        List<String> chain = new ArrayList<>();
        chain.add(
                rules.isPresent()
                        ? "settings are wrong; those before stay in force"
                        : "settings are wrong, and no guest is launched");
        state.refused().forEach(refused -> chain.add(refused.placed().message()));
        RefusedSetting first = state.refused().get(0);
        String remedy = Optional.ofNullable(first.problem().remedy()).orElse("correct it");
        Level level = rules.isPresent() ? Level.WARN : Level.CRITICAL;
        return new Diagnosis(Kind.SETTINGS, SUBJECT, level, first.placed().message(), chain, remedy);
    }
}
