// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * Demands that are met together, or not. Immutable.
 *
 * @param name of the alternative that they are; empty where there are no alternatives
 * @param where it begins, for messages
 * @param demands in their order; several about one item are values of it
 */
public record DemandSection(String name, String where, List<Demand> demands) {
    /**
     * Copies the list.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item by its long and its short name
     */
    public DemandSection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        demands = List.copyOf(demands);
        requireOneSpelling(demands);
    }

    /** Values of one item are alternatives: by two names they could be meant as two demands. */
    static void requireOneSpelling(List<Demand> demands) {
        Map<String, Demand> first = new HashMap<>();
        for (Demand one : demands) {
            Demand before = first.putIfAbsent(one.item(), one);
            if (before != null && !before.name().equals(one.name())) {
                throw Problem.input(OwnerCodes.APPRAISAL_NAME, "this item is demanded by two names")
                        .at(one.where())
                        .found(one.name() + ", and " + before.name() + " in " + before.where())
                        .expected("one of the two names for all of its values, which are alternatives")
                        .remedy("leave one of them out, or write both as " + one.item())
                        .exception();
            }
        }
    }

    DemandSection named(String other) {
        return new DemandSection(other, where, demands);
    }

    /** These, with others in the place of those about the same items. */
    DemandSection with(List<Demand> others) {
        Set<String> names = others.stream().map(Demand::item).collect(Collectors.toSet());
        Stream<Demand> kept = demands.stream().filter(one -> !names.contains(one.item()));
        return new DemandSection(
                name, where, Stream.concat(kept, others.stream()).toList());
    }
}
