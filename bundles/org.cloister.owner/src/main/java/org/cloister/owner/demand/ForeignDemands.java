// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.ArrayList;
import java.util.List;

/** Collects what another verifier's policy demands, in the words of this one. For one thread. */
final class ForeignDemands {
    private final List<Demand> demands = new ArrayList<>();
    private final List<DemandSection> sections = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(String item, String value, String where) {
        demands.add(new Demand(item, value, where));
    }

    void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    void section(String name, String where, List<Demand> some) {
        sections.add(new DemandSection(name, where, some));
    }

    /** The demands that were added so far. */
    List<Demand> demands() {
        return List.copyOf(demands);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    Demands all() {
        return new Demands(demands, sections, notes);
    }
}
