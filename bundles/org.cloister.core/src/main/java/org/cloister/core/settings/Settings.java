package org.cloister.core.settings;

import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.platform.PlatformFacts;

/**
 * What an operator allows. Immutable: a launch goes by the settings that it began with.
 *
 * @param types the names of the guest types that may be launched; empty for all
 * @param platforms the platforms that may carry them, by name or by trust, such as {@code hardware}; empty for all
 * @param minimumStrength the weakest type that may be launched, see {@code ConfidentialGuestSupport.strength}
 * @param policies policy bits for requests that leave them open
 * @param maximumGuests most guests at a time; {@link #NO_LIMIT} for any number
 */
public record Settings(
        SortedSet<String> types,
        SortedSet<String> platforms,
        int minimumStrength,
        PolicyDefaults policies,
        int maximumGuests) {
    /** The identity of the configuration. */
    public static final String PID = "org.cloister.core";
    /** Any number of guests. */
    public static final int NO_LIMIT = -1;
    /** Everything is allowed. */
    public static final Settings DEFAULT =
            new Settings(new TreeSet<>(), new TreeSet<>(), 0, PolicyDefaults.NONE, NO_LIMIT);

    /**
     * Refuses a type that is not allowed.
     *
     * @throws org.cloister.api.CloisterException {@code settings.type}, {@code settings.strength}
     */
    public void requireType(GuestType type, int strength) {
        if (!types.isEmpty() && !types.contains(type.name())) {
            throw Problem.host("settings.type", "the settings here do not allow this guest type")
                    .at("type " + type)
                    .found(Setting.ALLOWED_TYPES.with(types))
                    .remedy("add " + type + " to " + Setting.ALLOWED_TYPES.place())
                    .exception();
        }
        if (strength < minimumStrength) {
            throw Problem.host("settings.strength", "this guest type is weaker than the settings here allow")
                    .at("type " + type + ", strength " + strength)
                    .found(Setting.MINIMUM_STRENGTH.with(minimumStrength))
                    .remedy("ask for a stronger type, or lower " + Setting.MINIMUM_STRENGTH.place())
                    .exception();
        }
    }

    /**
     * Refuses a platform that is not allowed.
     *
     * @throws org.cloister.api.CloisterException {@code settings.platform}
     */
    public void requirePlatform(PlatformFacts facts) {
        String trust = facts.trust().name().toLowerCase(Locale.ROOT);
        if (!platforms.isEmpty() && !platforms.contains(facts.vmm()) && !platforms.contains(trust)) {
            throw Problem.host("settings.platform", "the settings here do not allow this platform")
                    .at("platform " + facts.vmm() + ", " + trust)
                    .found(Setting.ALLOWED_PLATFORMS.with(platforms))
                    .remedy("add " + facts.vmm() + " to " + Setting.ALLOWED_PLATFORMS.place())
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
            throw Problem.host("settings.guests", "there are as many guests as the settings here allow")
                    .at(there + " guests")
                    .found(Setting.MAXIMUM_GUESTS.with(maximumGuests))
                    .remedy("stop a guest, or raise " + Setting.MAXIMUM_GUESTS.place() + "; " + NO_LIMIT
                            + " is without limit")
                    .exception();
        }
    }
}
