// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.settings.Configurations;

/**
 * The settings of the platform from both sources. Immutable.
 *
 * @param configured by the configuration
 * @param given by commands, in place of what is configured
 */
record GivenSettings(Map<String, ?> configured, Map<String, String> given) {
    /** Copies the maps. */
    GivenSettings {
        configured = new HashMap<>(configured);
        given = Map.copyOf(given);
    }

    /** With another configuration. */
    GivenSettings configured(Map<String, ?> other) {
        return new GivenSettings(other, given);
    }

    /**
     * With more that is given.
     *
     * @throws org.cloister.api.CloisterException {@code platform.state}, {@code platform.setting}
     */
    GivenSettings with(Map<String, String> wanted) {
        wanted.forEach(this::requireFree);
        Map<String, String> all = new HashMap<>(given);
        all.putAll(wanted);
        GivenSettings more = new GivenSettings(configured, all);
        more.read().wrong().stream()
                .filter(problem -> wanted.containsKey(problem.where()))
                .findFirst()
                .ifPresent(problem -> {
                    throw Problem.input(code(problem.where()), problem.what())
                            .at(option(problem.where()))
                            .found(problem.found())
                            .expected(problem.expected())
                            .remedy(problem.remedy())
                            .exception();
                });
        return more;
    }

    /** Whether these values are in force already. */
    boolean have(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(one -> one.getValue().equalsIgnoreCase(text(one.getKey())));
    }

    SoftSettings read() {
        return SoftSettings.read(all());
    }

    /** All settings, with their defaults. */
    Map<String, String> inForce() {
        Map<String, String> all = new LinkedHashMap<>();
        new SoftSevRules().defaults().forEach((name, usual) -> {
            String text = text(name);
            all.put(name, text.isEmpty() ? usual : text);
        });
        return all;
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new HashMap<>(configured);
        all.putAll(given);
        return all;
    }

    private String text(String name) {
        Object value = all().get(name);
        return value == null
                ? ""
                : String.join(", ", Configurations.texts(value)).strip();
    }

    private void requireFree(String name, String value) {
        String now = text(name);
        if (!now.isEmpty() && !now.equalsIgnoreCase(value)) {
            boolean state = name.equals(SoftSetting.STATE);
            throw Problem.input(
                            code(name),
                            state
                                    ? "the platform that runs keeps its identity in another folder"
                                    : "the platform that runs was given another setting")
                    .at(option(name) + " " + value)
                    .found(now)
                    .remedy("leave " + option(name) + " out, or end that platform first")
                    .exception();
        }
    }

    private static String code(String name) {
        return name.equals(SoftSetting.STATE) ? ProblemCodes.PLATFORM_STATE : ProblemCodes.PLATFORM_SETTING;
    }

    /** In the words of the command line. */
    private static String option(String name) {
        return "--" + name.replace('.', '-');
    }
}
