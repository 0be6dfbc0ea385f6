// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsState;

/** How the settings are. */
final class SettingsDiagnosis {
    private static final String SUBJECT = Kind.SETTINGS.toString();

    private SettingsDiagnosis() {}

    static Diagnosis of(SettingsState state) {
        if (state.refused().isEmpty()) {
            return new Diagnosis(Kind.SETTINGS, SUBJECT, true, "are in force", List.of(), "");
        }
        List<String> chain = new ArrayList<>();
        chain.add(
                state.inForceSince().isPresent()
                        ? "settings are wrong; those before stay in force, unless guest types refuse them"
                        : "settings are wrong, and no guest is launched");
        state.refused().forEach(refused -> chain.add(refused.placed().message()));
        RefusedSetting first = state.refused().get(0);
        String remedy = Optional.ofNullable(first.problem().remedy()).orElse("correct it");
        return new Diagnosis(Kind.SETTINGS, SUBJECT, false, first.placed().message(), chain, remedy);
    }
}
