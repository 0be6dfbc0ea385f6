// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Demands that are met together, or not. Immutable.
 *
 * @param name of the alternative that they are; empty where there are no alternatives
 * @param where it begins, for messages
 * @param demands in their order; several about one item are values of it
 */
public record DemandSection(String name, String where, List<Demand> demands) {
    /** Copies the list. */
    public DemandSection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(where, "where");
        demands = List.copyOf(demands);
    }

    /** These, with others in the place of those about the same items. */
    DemandSection with(List<Demand> others) {
        Set<String> names = others.stream().map(Demand::item).collect(Collectors.toSet());
        Stream<Demand> kept = demands.stream().filter(one -> !names.contains(one.item()));
        return new DemandSection(
                name, where, Stream.concat(kept, others.stream()).toList());
    }
}
