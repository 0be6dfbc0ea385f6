// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.owner.demand.Demand;

/**
 * What a policy changes about the rules that hold for every report. Immutable.
 *
 * @param switches those that are on
 * @param reportVersions versions of the report that are not known and permitted by their number
 */
record PolicyRelief(Set<PolicySwitch> switches, Set<Long> reportVersions) {
    static final PolicyRelief NONE = new PolicyRelief(Set.of(), Set.of());

    /** The item that permits a version of the report. */
    static final String REPORT_VERSION = "allow-report-version";

    private static final String REPORT_VERSION_SYNTAX =
            "the number of a version of the report that is not known; several are alternatives";

    PolicyRelief {
        switches = Set.copyOf(switches);
        reportVersions = Set.copyOf(reportVersions);
    }

    /** Whether an item of a policy is one of these. */
    static boolean isNamed(String name) {
        return name.equals(REPORT_VERSION) || PolicySwitch.named(name).isPresent();
    }

    /** The names of the items with the way they are written. */
    static Map<String, String> items() {
        Map<String, String> items = new LinkedHashMap<>();
        for (PolicySwitch one : PolicySwitch.values()) {
            items.put(one.key(), one.syntax());
        }
        items.put(REPORT_VERSION, REPORT_VERSION_SYNTAX);
        return items;
    }

    /**
     * These, and what one item says.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.value}
     */
    PolicyRelief and(String name, List<Demand> given) {
        AppraisalSetting setting = new AppraisalSetting(name, items().get(name), given);
        if (name.equals(REPORT_VERSION)) {
            Set<Long> numbers = new HashSet<>(reportVersions);
            setting.alternatives().forEach(value -> numbers.add(setting.number(value, Integer.SIZE)));
            return new PolicyRelief(switches, numbers);
        }
        return setting.yes() ? with(Set.of(PolicySwitch.named(name).orElseThrow())) : this;
    }

    private PolicyRelief with(Set<PolicySwitch> more) {
        Set<PolicySwitch> all = EnumSet.noneOf(PolicySwitch.class);
        all.addAll(switches);
        all.addAll(more);
        return new PolicyRelief(all, reportVersions);
    }

    boolean has(PolicySwitch one) {
        return switches.contains(one);
    }
}
