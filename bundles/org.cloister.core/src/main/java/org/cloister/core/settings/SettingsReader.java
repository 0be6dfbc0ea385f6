// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.api.settings.Configurations;
import org.cloister.core.codes.CoreCodes;

/**
 * Reads the settings from a configuration. Values may be of the right type or text, as tools write them; a list may be
 * an array, a collection, or text: with commas, policies of several types with semicolons.
 */
public final class SettingsReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    private final Map<String, ?> configuration;

    private SettingsReader(Map<String, ?> configuration) {
        this.configuration = configuration;
    }

    /**
     * The settings of a configuration; what it leaves out is as in {@link LaunchRules#DEFAULT}.
     *
     * @throws CloisterException {@code settings.invalid}
     */
    public static LaunchRules read(Map<String, ?> configuration, Places places) {
        configuration.keySet().forEach(SettingsReader::requireKnown);
        SettingsReader reader = new SettingsReader(configuration);
        return new LaunchRules(
                reader.names(Setting.ALLOWED_TYPES),
                reader.names(Setting.ALLOWED_PLATFORMS),
                reader.strength(),
                new PolicyDefaults(reader.policies(), places.of(Setting.POLICY_DEFAULTS)),
                reader.guests(),
                reader.answer(),
                places);
    }

    /** Everything that is wrong with a configuration. */
    static List<Problem> wrong(Map<String, ?> configuration) {
        SettingsReader reader = new SettingsReader(configuration);
        List<Problem> wrong = new ArrayList<>();
        configuration.keySet().stream().sorted().forEach(key -> look(() -> requireKnown(key), wrong));
        look(() -> reader.names(Setting.ALLOWED_TYPES), wrong);
        look(() -> reader.names(Setting.ALLOWED_PLATFORMS), wrong);
        look(reader::strength, wrong);
        look(reader::policies, wrong);
        look(reader::guests, wrong);
        look(reader::answer, wrong);
        return wrong;
    }

    private static void look(Runnable reading, List<Problem> wrong) {
        try {
            reading.run();
        } catch (CloisterException e) {
            wrong.add(e.problem());
        }
    }

    /**
     * Whether there is no configuration at all: a configuration that was made has its identity in it, even if it is
     * empty.
     */
    static boolean isNone(Map<String, ?> configuration) {
        return !configuration.containsKey("service.pid")
                && configuration.keySet().stream().allMatch(Configurations::isForeign);
    }

    /** A value for people. */
    public static String text(Object value) {
        return String.join(", ", Configurations.texts(value));
    }

    /** A name that is mistyped would silently allow what was meant to be forbidden. */
    private static void requireKnown(String key) {
        if (!Setting.keys().contains(key) && !Configurations.isForeign(key)) {
            throw invalid(key, "there is no such setting")
                    .expected("one of " + Setting.keys())
                    .remedy(NearestNames.offer(key, Setting.keys()))
                    .exception();
        }
    }

    private int strength() {
        return number(Setting.MINIMUM_STRENGTH, 0, LaunchRules.DEFAULT.minimumStrength());
    }

    private int guests() {
        return number(Setting.MAXIMUM_GUESTS, LaunchRules.NO_LIMIT, LaunchRules.DEFAULT.maximumGuests());
    }

    private int answer() {
        return number(Setting.ANSWER_MILLIS, LaunchRules.SHORTEST_ANSWER, LaunchRules.DEFAULT.answerMillis());
    }

    /** What is set and names nothing would mean the same as what is not set: that everything is allowed. */
    private void requireSome(Setting setting, Collection<?> named) {
        if (named.isEmpty() && configuration.containsKey(setting.key())) {
            String found = text(configuration.get(setting.key())).strip();
            throw invalid(setting.key(), "this names nothing, and would mean the same as if it was not set")
                    .found(found.isEmpty() ? "nothing" : found)
                    .remedy("name what is meant, or leave the setting out")
                    .exception();
        }
    }

    private SortedSet<String> names(Setting setting) {
        SortedSet<String> names = new TreeSet<>();
        for (String element : list(setting)) {
            for (String name : element.split(",")) {
                if (!name.isBlank()) {
                    names.add(name(setting, name.strip()));
                }
            }
        }
        requireSome(setting, names);
        return names;
    }

    private static String name(Setting setting, String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(setting.key(), "this is not a name")
                    .found(name)
                    .expected("lower-case letters, digits, dots and hyphens")
                    .exception();
        }
        return name;
    }

    private int number(Setting setting, int least, int fallback) {
        Object value = configuration.get(setting.key());
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(String.valueOf(value).strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is too small
        }
        throw invalid(setting.key(), "this is not a number that is allowed here")
                .found(value)
                .expected("a whole number from " + least + " to " + Integer.MAX_VALUE)
                .exception();
    }

    private Map<String, Map<String, String>> policies() {
        Map<String, Map<String, String>> policies = new LinkedHashMap<>();
        List<String> elements = list(Setting.POLICY_DEFAULTS);
        requireSome(Setting.POLICY_DEFAULTS, elements);
        for (String element : elements) {
            int colon = element.indexOf(':');
            if (colon < 0) {
                throw policy(element).exception();
            }
            String type =
                    name(Setting.POLICY_DEFAULTS, element.substring(0, colon).strip());
            if (policies.put(type, bits(element, element.substring(colon + 1))) != null) {
                throw policy(element).found("type " + type + " twice").exception();
            }
        }
        return policies;
    }

    private static Map<String, String> bits(String element, String text) {
        Map<String, String> bits = new LinkedHashMap<>();
        for (String bit : text.split(",", -1)) {
            String[] parts = bit.split("=", -1);
            if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw policy(element).exception();
            }
            if (bits.put(parts[0].strip(), parts[1].strip()) != null) {
                throw policy(element).found(parts[0].strip() + " twice").exception();
            }
        }
        return bits;
    }

    private static Problem policy(String element) {
        return invalid(Setting.POLICY_DEFAULTS.key(), "this is not a policy of a type")
                .found(element)
                .expected("TYPE:KEY=VALUE,KEY=VALUE such as sev-snp:smt=off,abi=1.55");
    }

    private List<String> list(Setting setting) {
        Object value = configuration.get(setting.key());
        Stream<String> elements = value == null ? Stream.empty() : Configurations.texts(value).stream();
        return elements.flatMap(element -> Stream.of(element.split(";")))
                .filter(element -> !element.isBlank())
                .toList();
    }

    private static Problem invalid(String key, String what) {
        return Problem.host(CoreCodes.SETTINGS_INVALID, what).at(key + " in configuration " + LaunchRules.PID);
    }
}
