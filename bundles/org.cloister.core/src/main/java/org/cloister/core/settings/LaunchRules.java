// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.codes.CoreCodes;

/**
 * What an operator allows. Immutable: a launch follows the settings that it began with.
 *
 * @param types the names of the guest types that may be launched; empty for all
 * @param platforms the platforms that may carry them, by name or by trust, such as {@code hardware}; empty for all
 * @param minimumStrength the weakest type that may be launched, see {@code ConfidentialGuestSupport.strength}
 * @param policies policy bits for requests that leave them open
 * @param maximumGuests most guests at a time; {@link #NO_LIMIT} for any number
 * @param answerMillis how long an installed bundle may take to answer a question, in milliseconds; other limits of
 *     bundles' calls follow from it
 * @param places where each of them stands
 */
public record LaunchRules(
        SortedSet<String> types,
        SortedSet<String> platforms,
        int minimumStrength,
        PolicyDefaults policies,
        int maximumGuests,
        int answerMillis,
        Places places) {
    /** The identity of the configuration. */
    public static final String PID = "org.cloister.core";
    /** Any number of guests. */
    public static final int NO_LIMIT = -1;
    /** The least that bundles are given to answer in, in milliseconds. */
    static final int SHORTEST_ANSWER = 50;

    private static final int USUAL_ANSWER = 5000;

    /** Everything is allowed. */
    public static final LaunchRules DEFAULT = new LaunchRules(
            new TreeSet<>(), new TreeSet<>(), 0, PolicyDefaults.NONE, NO_LIMIT, USUAL_ANSWER, Places.CONFIGURATION);

    /**
     * Refuses a type that is not allowed.
     *
     * @param installed the names of the types that there are
     * @throws org.cloister.api.CloisterException {@code settings.type}, {@code settings.strength}
     */
    public void requireType(GuestType type, int strength, Collection<String> installed) {
        if (!types.isEmpty() && !types.contains(type.name())) {
            throw Problem.host(CoreCodes.SETTINGS_TYPE, "the settings here do not allow this guest type")
                    .at("type " + type)
                    .found(Setting.ALLOWED_TYPES.with(types))
                    .remedy("add " + type + " to " + places.of(Setting.ALLOWED_TYPES) + mistyped(installed))
                    .exception();
        }
        if (strength < minimumStrength) {
            throw Problem.host(CoreCodes.SETTINGS_STRENGTH, "this guest type is weaker than the settings here allow")
                    .at("type " + type + ", strength " + strength)
                    .found(Setting.MINIMUM_STRENGTH.with(minimumStrength))
                    .remedy("ask for a stronger type, or lower " + places.of(Setting.MINIMUM_STRENGTH))
                    .exception();
        }
    }

    /** A word that no type has may be what was got wrong. */
    private String mistyped(Collection<String> installed) {
        return types.stream()
                .filter(word -> !installed.contains(word))
                .findFirst()
                .map(word -> "; no guest type here is called " + word + ", " + NearestNames.offer(word, installed))
                .orElse("");
    }

    /**
     * Refuses a platform that is not allowed.
     *
     * @throws org.cloister.api.CloisterException {@code settings.platform}
     */
    public void requirePlatform(PlatformFacts facts) {
        String trust = facts.trust().name().toLowerCase(Locale.ROOT);
        if (!platforms.isEmpty() && !platforms.contains(facts.vmm()) && !platforms.contains(trust)) {
            throw Problem.host(CoreCodes.SETTINGS_PLATFORM, "the settings here do not allow this platform")
                    .at("platform " + facts.vmm() + ", " + trust)
                    .found(Setting.ALLOWED_PLATFORMS.with(platforms))
                    .remedy("add " + facts.vmm() + " to " + places.of(Setting.ALLOWED_PLATFORMS))
                    .exception();
        }
    }

    /**
     * Refuses one more guest where there are as many as allowed.
     *
     * @param there how many there are, without the new one
     * @throws org.cloister.api.CloisterException {@code settings.guests}
     */
    public void requirePlace(int there) {
        if (maximumGuests != NO_LIMIT && there >= maximumGuests) {
            throw Problem.host(CoreCodes.SETTINGS_GUESTS, "there are as many guests as the settings here allow")
                    .at(there + " guests")
                    .found(Setting.MAXIMUM_GUESTS.with(maximumGuests))
                    .remedy("stop a guest, or raise " + places.of(Setting.MAXIMUM_GUESTS) + "; " + NO_LIMIT
                            + " is without limit")
                    .exception();
        }
    }
}
