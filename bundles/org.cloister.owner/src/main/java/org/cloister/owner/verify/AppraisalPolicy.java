// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
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

/**
 * What a relying party demands of a report, item by item. Items that it does not mention are not checked, and results
 * say so; but for debugging, migration agents, privilege levels and what is not known there are rules that hold until
 * an item says otherwise. Items with several values are met by any of them. Immutable.
 */
public final class AppraisalPolicy {
    /** Demands nothing. */
    public static final AppraisalPolicy NONE = new AppraisalPolicy(Map.of(), PolicyRelief.NONE);

    private final Map<PolicyItem, Rule> rules;

    private final PolicyRelief relief;

    private AppraisalPolicy(Map<PolicyItem, Rule> rules, PolicyRelief relief) {
        this.rules = rules;
        this.relief = relief;
    }

    /**
     * A policy from values by name, as flags and files give them.
     *
     * @param settings the values of each item, at least one
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item that does not exist, offering the
     *     nearest; {@code appraisal.value} for a value that cannot be read
     */
    public static AppraisalPolicy of(Map<String, List<String>> settings) {
        Map<PolicyItem, Rule> rules = new EnumMap<>(PolicyItem.class);
        PolicyRelief relief = PolicyRelief.NONE;
        for (Map.Entry<String, List<String>> setting : settings.entrySet()) {
            String name = setting.getKey();
            List<String> values = List.copyOf(setting.getValue());
            if (PolicyRelief.isNamed(name)) {
                relief = relief.and(name, values);
            } else {
                PolicyItem item = PolicyItem.named(name).orElseThrow(() -> unknown(name));
                rules.put(item, item.read(values));
            }
        }
        return new AppraisalPolicy(Collections.unmodifiableMap(rules), relief);
    }

    /**
     * A policy from text: a line {@code name = value} for each item, again for another value of it; {@code #} begins a
     * comment.
     *
     * @param where the file, for messages
     * @throws org.cloister.api.CloisterException {@code appraisal.line} naming the line, and as {@link #of}
     */
    public static AppraisalPolicy parse(String text, String where) {
        return of(PolicyText.read(text, where));
    }

    /**
     * The values by name in such text, of items that exist or not.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.line} naming the line
     */
    public static Map<String, List<String>> demands(String text, String where) {
        return PolicyText.read(text, where);
    }

    /** The names of all items with the way they are written, in the order of results. */
    public static Map<String, String> items() {
        Map<String, String> items = new LinkedHashMap<>();
        Arrays.stream(PolicyItem.values()).forEach(item -> items.put(item.key(), item.syntax()));
        items.putAll(PolicyRelief.items());
        return Collections.unmodifiableMap(items);
    }

    /** This policy, with the items of another in place of its own. */
    public AppraisalPolicy with(AppraisalPolicy other) {
        Map<PolicyItem, Rule> both = new EnumMap<>(PolicyItem.class);
        both.putAll(rules);
        both.putAll(other.rules);
        return new AppraisalPolicy(Collections.unmodifiableMap(both), relief.and(other.relief));
    }

    /** The names of the items that it mentions, without those that change a rule of every report. */
    public Set<String> mentioned() {
        return rules.keySet().stream().map(PolicyItem::key).collect(Collectors.toUnmodifiableSet());
    }

    /** What it changes about the rules that hold for every report. */
    PolicyRelief relief() {
        return relief;
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

    private static RuntimeException unknown(String name) {
        return Problem.input(OwnerCodes.APPRAISAL_NAME, "a policy has no item of this name")
                .at(name)
                .remedy(NearestNames.offer(name, items().keySet()))
                .exception();
    }
}
