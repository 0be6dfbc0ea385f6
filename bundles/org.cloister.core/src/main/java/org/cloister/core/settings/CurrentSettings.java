// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.time.Instant;
import java.time.InstantSource;
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
    public void configured(Map<String, ?> configuration) {
        if (SettingsReader.isNone(configuration)) {
            deleted();
            return;
        }
        boolean first = !isConfigured();
        List<Problem> found = SettingsReader.wrong(configuration);
        if (found.isEmpty() && !first) {
            found = typesRefuse(configuration);
        }
        if (found.isEmpty()) {
            take(configuration);
        } else {
            refuse(found);
            found.forEach(problem -> logRefused(problem, first ? "no guest is launched" : STAYS));
        }
    }

    private synchronized boolean isConfigured() {
        return configured;
    }

    /**
     * A change that types refuse is none; the very first configuration waits for its types, and no launch begins
     * meanwhile. They are asked while nothing is locked.
     */
    private List<Problem> typesRefuse(Map<String, ?> configuration) {
        return ofTypes(SettingsReader.read(configuration, Places.CONFIGURATION)).stream()
                .map(RefusedSetting::placed)
                .toList();
    }

    private void take(Map<String, ?> configuration) {
        if (replace(configuration)) {
            logInForce("configuration " + LaunchRules.PID);
        }
    }

    /** Whether there was one before. */
    private synchronized boolean replace(Map<String, ?> configuration) {
        boolean before = configured;
        settings = SettingsReader.read(configuration, Places.CONFIGURATION);
        given = Map.copyOf(configuration);
        wrong = List.of();
        since = clock.instant();
        configured = true;
        return before;
    }

    private synchronized void refuse(List<Problem> found) {
        wrong = found;
    }

    private void deleted() {
        if (isConfigured()) {
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
    public SettingsState state() {
        SettingsState own = own();
        return new SettingsState(own.settings(), both(own.refused(), ofOthers(own)), own.inForceSince());
    }

    /** As far as nobody else has to be asked. */
    private synchronized SettingsState own() {
        List<RefusedSetting> refused =
                wrong.stream().map(CurrentSettings::refused).toList();
        return !configured && !wrong.isEmpty()
                ? new SettingsState(List.of(), refused, Optional.empty())
                : new SettingsState(inForce(), refused, Optional.of(since));
    }

    private List<RefusedSetting> ofOthers(SettingsState own) {
        List<RefusedSetting> held = holders().refused();
        return own.inForceSince().isEmpty() ? held : both(held, ofTypes(current()));
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
