// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.owner.demand.Demands;

/**
 * What a relying party demands of a report, item by item. Items that it does not mention are not checked, and results
 * say so; but for debugging, migration agents, privilege levels and what is not known there are rules that hold until
 * an item says otherwise. Items with several values are met by any of them, a policy with alternatives by any of those.
 * Immutable.
 */
public final class AppraisalPolicy {
    /** Demands nothing. */
    public static final AppraisalPolicy NONE = of(Demands.NONE);

    private final Demands demands;
    private final List<PolicyBranch> branches;

    private AppraisalPolicy(Demands demands) {
        this.demands = demands;
        this.branches = demands.alternatives().stream().map(PolicyBranch::of).toList();
    }

    /**
     * A policy from values by name, as flags give them.
     *
     * @param settings the values of each item, at least one
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item that does not exist, offering the
     *     nearest; {@code appraisal.value} for a value that cannot be read
     */
    public static AppraisalPolicy of(Map<String, List<String>> settings) {
        return of(Demands.of(settings));
    }

    /**
     * A policy from demands as they were read.
     *
     * @throws org.cloister.api.CloisterException as of {@link #of(Map)}, each naming line or field
     */
    public static AppraisalPolicy of(Demands demands) {
        return new AppraisalPolicy(demands);
    }

    /**
     * A policy from the content of a file, as {@link Demands#parse} takes it.
     *
     * @param where the file, for messages
     * @throws org.cloister.api.CloisterException as of {@link Demands#parse} and {@link #of(Demands)}
     */
    public static AppraisalPolicy parse(String text, String where) {
        return of(Demands.parse(text, where));
    }

    /**
     * The names of all items with the way they are written, in the order of results; some have a
     * {@linkplain org.cloister.owner.demand.Demand#shortForm short form} too.
     */
    public static Map<String, String> items() {
        Map<String, String> items = new LinkedHashMap<>();
        Arrays.stream(PolicyItem.values()).forEach(item -> items.put(item.key(), item.syntax()));
        items.putAll(PolicyRelief.items());
        return Collections.unmodifiableMap(items);
    }

    /**
     * This policy, with a demand about an item in place of its own.
     *
     * @param item one of {@link #items}, {@code measurement} for example
     * @param value as it is written in flags and files
     * @param others further values that meet it, of items that take several
     * @throws org.cloister.api.CloisterException as of {@link #of(Map)}
     */
    public AppraisalPolicy demanding(String item, String value, String... others) {
        List<String> values = new ArrayList<>(List.of(value));
        values.addAll(List.of(others));
        return with(of(Map.of(item, values)));
    }

    /**
     * This policy, with the items of another in place of its own, in every alternative. Where both have alternatives,
     * each of its own goes with each of the other's.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.line} when those are more than 64
     */
    public AppraisalPolicy with(AppraisalPolicy other) {
        return of(demands.with(other.demands));
    }

    /** The names of the items that it mentions, without those that change a rule of every report. */
    public Set<String> mentioned() {
        return branches.stream().flatMap(one -> one.mentioned().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Its alternatives, at least one. */
    List<PolicyBranch> branches() {
        return branches;
    }
}
