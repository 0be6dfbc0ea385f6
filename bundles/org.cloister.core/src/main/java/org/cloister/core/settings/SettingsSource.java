// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cloister.api.Problem;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;

/** Where the settings of launches come from. Safe for use by several threads. */
public abstract class SettingsSource implements OperatorSettings {
    private static final System.Logger LOG = System.getLogger(SettingsSource.class.getName());

    private volatile TypeJudge types = TypeJudge.NONE;
    private volatile SettingsHolders holders = SettingsHolders.NONE;
    private volatile Listeners listener = new Listeners(new GuardedCalls());

    /** Sets who judges the guest types' policies, and the listener for changes. */
    public final void serve(TypeJudge judge, Listeners hearing) {
        types = judge;
        listener = hearing;
    }

    /** Sets who keeps settings of other configurations. */
    public void holders(SettingsHolders there) {
        holders = there;
    }

    /** Who keeps settings of other configurations. */
    protected final SettingsHolders holders() {
        return holders;
    }

    /** Logs a change in one line. */
    protected final void logInForce(String place) {
        LOG.log(Level.INFO, "{0}: this is in force from now on", place);
        listener.settingsInForce(place);
    }

    /** Logs a refused change in one line. */
    protected final void logRefused(Problem problem, String effect) {
        LOG.log(Level.ERROR, "{0}; {1}", problem.message(), effect);
        listener.settingsRefused(problem);
    }

    /** The settings that were read and not refused. */
    protected abstract LaunchRules current();

    /** Where a setting stands, and what is wrong with it. */
    protected abstract RefusedSetting refused(String key, Problem problem);

    /** Takes the configuration that Config Admin has for launches; ignored where settings come from elsewhere. */
    public abstract void configured(Map<String, ?> configuration);

    /**
     * The settings for a launch that begins now.
     *
     * @throws SettingsException when there never were any that could be read, or guest types refuse what is set for
     *     them
     */
    public final LaunchRules get() {
        LaunchRules settings = current();
        List<RefusedSetting> wrong = ofTypes(settings);
        if (!wrong.isEmpty()) {
            throw new SettingsException(wrong);
        }
        return settings;
    }

    /** How long a bundle may take to answer; the default where there are no settings that could be read. */
    public final Duration answer() {
        try {
            return Duration.ofMillis(current().answerMillis());
        } catch (SettingsException e) {
            return Duration.ofMillis(LaunchRules.DEFAULT.answerMillis());
        }
    }

    /** What guest types refuse of settings. */
    protected final List<RefusedSetting> ofTypes(LaunchRules settings) {
        return types.wrong(settings.policies()).stream()
                .map(problem -> refused(Setting.POLICY_DEFAULTS.key(), problem))
                .toList();
    }

    protected static RefusedSetting withoutFile(String key, Problem problem) {
        return new RefusedSetting(Optional.empty(), OptionalInt.empty(), Optional.of(key), problem);
    }

    protected static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
