// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsException;
import org.cloister.api.settings.SettingsState;
import org.cloister.core.codes.CoreCodes;

/**
 * Settings by Config Admin, as in a framework of somebody's own. Without a configuration everything is allowed. What
 * was in force stays when a configuration is wrong, and when it is deleted.
 */
public final class CurrentSettings extends SettingsSource {
    private static final String STAYS = "the settings before stay";

    private final InstantSource clock;
    private LaunchRules settings = LaunchRules.DEFAULT;
    private Map<String, ?> given = Map.of();
    private List<Problem> wrong = List.of();
    private boolean configured;
    private Instant since;

    /** The defaults are in force. */
    public CurrentSettings() {
        this(InstantSource.system());
    }

    CurrentSettings(InstantSource clock) {
        this.clock = clock;
        since = clock.instant();
    }

    /**
     * Puts a configuration in force. One that is wrong is logged, and the one before it stays. The very first has none
     * before it: nothing is allowed then, because what was meant is not known.
     */
    @Override
    public synchronized void configured(Map<String, ?> configuration) {
        if (SettingsReader.isNone(configuration)) {
            deleted();
            return;
        }
        wrong = SettingsReader.wrong(configuration);
        if (wrong.isEmpty()) {
            wrong = typesRefuse(configuration);
        }
        if (wrong.isEmpty()) {
            take(configuration);
        } else {
            wrong.forEach(problem -> logRefused(problem, configured ? STAYS : "no guest is launched"));
        }
    }

    /**
     * A change that types refuse is none; the very first configuration waits for its types, and no launch begins
     * meanwhile.
     */
    private List<Problem> typesRefuse(Map<String, ?> configuration) {
        return configured
                ? ofTypes(SettingsReader.read(configuration, Places.CONFIGURATION)).stream()
                        .map(RefusedSetting::placed)
                        .toList()
                : List.of();
    }

    private void take(Map<String, ?> configuration) {
        settings = SettingsReader.read(configuration, Places.CONFIGURATION);
        given = Map.copyOf(configuration);
        since = clock.instant();
        if (configured) {
            logInForce("configuration " + LaunchRules.PID);
        }
        configured = true;
    }

    private void deleted() {
        if (configured) {
            logRefused(
                    Problem.host(CoreCodes.SETTINGS_GONE, "this configuration was deleted")
                            .at("configuration " + LaunchRules.PID),
                    STAYS + " until there are others");
        }
    }

    @Override
    protected synchronized LaunchRules current() {
        if (!configured && !wrong.isEmpty()) {
            throw new SettingsException(wrong.stream()
                    .map(problem -> problem.remedy("correct it; until then no guest is launched here"))
                    .map(CurrentSettings::refused)
                    .toList());
        }
        return settings;
    }

    private static RefusedSetting refused(Problem problem) {
        return new RefusedSetting(Optional.empty(), OptionalInt.empty(), Optional.empty(), problem);
    }

    @Override
    protected RefusedSetting refused(String key, Problem problem) {
        return withoutFile(key, problem.at(key + " in configuration " + LaunchRules.PID));
    }

    @Override
    public void require() {
        current();
    }

    @Override
    public synchronized SettingsState state() {
        List<RefusedSetting> refused = new ArrayList<>();
        wrong.forEach(problem -> refused.add(refused(problem)));
        refused.addAll(holders().refused());
        if (!configured && !wrong.isEmpty()) {
            return new SettingsState(List.of(), refused, Optional.empty());
        }
        refused.addAll(ofTypes(settings));
        return new SettingsState(inForce(), refused, Optional.of(since));
    }

    private List<SettingInForce> inForce() {
        return CoreRules.DEFAULTS.entrySet().stream()
                .map(one -> new SettingInForce(
                        LaunchRules.PID,
                        one.getKey(),
                        given.containsKey(one.getKey()) ? SettingsReader.text(given.get(one.getKey())) : one.getValue(),
                        Optional.empty(),
                        OptionalInt.empty()))
                .toList();
    }
}
