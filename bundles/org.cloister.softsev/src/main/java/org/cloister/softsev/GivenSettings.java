// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.settings.Configurations;
import org.cloister.softsev.codes.SoftSevCodes;

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
                .filter(problem -> concerns(problem, wanted))
                .findFirst()
                .ifPresent(problem -> {
                    throw asOption(problem).exception();
                });
        return more;
    }

    /** A generation that is wrong may be so because of the state folder. */
    private static boolean concerns(Problem problem, Map<String, String> wanted) {
        return wanted.containsKey(problem.where())
                || problem.where().equals(SoftSetting.GENERATION) && wanted.containsKey(SoftSetting.STATE);
    }

    /** A problem with a setting, as one of the option that gave it. */
    static Problem asOption(Problem problem) {
        return Problem.input(code(problem.where()), problem.what())
                .at(option(problem.where()))
                .found(problem.found())
                .expected(problem.expected())
                .remedy(problem.remedy());
    }

    /**
     * What keeps others from being in force in place of these: that they are wrong, or that they would change a secure
     * processor that has machines. Where these are wrong there is nothing that others could spoil.
     *
     * @param machines how many machines are open
     */
    List<Problem> refusals(GivenSettings others, int machines) {
        SoftSettings now = read();
        SoftSettings then = others.read();
        if (!then.wrong().isEmpty()) {
            return then.wrong();
        }
        if (machines == 0 || !now.wrong().isEmpty()) {
            return List.of();
        }
        return then.differingProcessor(now).stream()
                .map(key -> Problem.host(
                                SoftSevCodes.SOFTSEV_MACHINES,
                                "this is part of the secure processor, which does not change under its guests")
                        .at(key)
                        .found(then.said(key) + " while there are machines: " + machines)
                        .expected(now.said(key) + ", as it is")
                        .remedy("end their guests first"))
                .toList();
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
        SoftSettings read = read();
        SoftSevRules.KEYS.forEach(name -> all.put(name, read.inForce(name)));
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
