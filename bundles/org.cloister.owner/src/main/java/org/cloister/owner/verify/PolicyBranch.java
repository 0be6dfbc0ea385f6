// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.demand.Demand;
import org.cloister.owner.demand.DemandSection;

/**
 * One alternative of a policy, or all of it where it has none. Immutable.
 *
 * @param name empty where there are no alternatives
 * @param rules what it demands
 * @param relief what it changes about the rules that hold for every report
 */
record PolicyBranch(String name, Map<PolicyItem, Rule> rules, PolicyRelief relief) {
    PolicyBranch {
        Map<PolicyItem, Rule> copy = new EnumMap<>(PolicyItem.class);
        copy.putAll(rules);
        rules = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads names and values.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.name}, {@code appraisal.value}
     */
    static PolicyBranch of(DemandSection section) {
        Map<PolicyItem, Rule> rules = new EnumMap<>(PolicyItem.class);
        PolicyRelief relief = PolicyRelief.NONE;
        for (List<Demand> demands : byName(section).values()) {
            Demand first = demands.get(0);
            String name = first.item();
            if (PolicyRelief.isNamed(name)) {
                relief = relief.and(name, demands);
            } else {
                PolicyItem item = PolicyItem.named(name).orElseThrow(() -> unknown(first));
                item.read(demands).ifPresent(rule -> rules.put(item, rule));
            }
        }
        if (rules.isEmpty() && !section.name().isEmpty()) {
            throw Problem.input(OwnerCodes.APPRAISAL_LINE, "this alternative demands nothing")
                    .at(section.where())
                    .found("[" + section.name() + "]")
                    .expected("a demand that a report can fail, as without one it would always fit")
                    .exception();
        }
        return new PolicyBranch(section.name(), rules, relief);
    }

    /** The demands by what they are about, in their order. */
    static Map<String, List<Demand>> byName(DemandSection section) {
        return section.demands().stream()
                .collect(Collectors.groupingBy(Demand::item, LinkedHashMap::new, Collectors.toList()));
    }

    Set<String> mentioned() {
        return rules.keySet().stream().map(PolicyItem::key).collect(Collectors.toUnmodifiableSet());
    }

    /** What it demands about an item. */
    Optional<Rule> rule(PolicyItem item) {
        return Optional.ofNullable(rules.get(item));
    }

    /** What it demands of the guest's policy. */
    Optional<PolicyDemand> guestPolicy() {
        return rule(PolicyItem.POLICY).map(PolicyDemand.class::cast);
    }

    /** Performs the checks that it asks for; says of the others that it does not. */
    void apply(AppraisalInput subject) {
        for (PolicyItem item : PolicyItem.values()) {
            Rule rule = rules.get(item);
            if (rule == null) {
                subject.findings().skip(item.point(), VerificationCheck.NOT_DEMANDED);
            } else {
                Rule.Judgement judgement = rule.judge(subject);
                subject.findings().judge(item.point(), judgement.right(), judgement.detail(), judgement.detail());
                rule.caution(subject).ifPresent(one -> subject.findings().warn(item.point(), one.text(), one.remedy()));
            }
        }
        new SafeDefaults(this, subject).check();
    }

    /** A name that nothing has. */
    static RuntimeException unknown(Demand demand) {
        return Problem.input(OwnerCodes.APPRAISAL_NAME, "a policy has no item of this name")
                .at(demand.where())
                .found(demand.name())
                .remedy(NearestNames.offer(
                        demand.name(), AppraisalPolicy.items().keySet()))
                .exception();
    }
}
