// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;

/**
 * What one element or attribute of a domain is to a launch. Immutable.
 *
 * @param path below the domain, an attribute as {@code @name}; {@code *} as last part for every other element there
 * @param use what is done with it
 * @param values those that are taken; empty where they are not a few words
 * @param meaning one sentence without a full stop; where it is refused, or another value is found, the advice
 */
record DomainRow(String path, Use use, List<String> values, String meaning) {
    /** What is done with an element or attribute. */
    enum Use {
        /** Holds other elements, and no text. */
        HOLDS("holds others"),
        /** Decides something of the guest. */
        READ("read"),
        /** Decides nothing that is measured; named in a note, with all that it holds. */
        NOTED("not measured, noted"),
        /** Would make another guest than is known here. */
        REFUSED("refused");

        private final String title;

        Use(String title) {
            this.title = title;
        }

        /** For the documentation. */
        String title() {
            return title;
        }
    }

    static DomainRow holds(String path, String meaning) {
        return new DomainRow(path, Use.HOLDS, List.of(), meaning);
    }

    static DomainRow read(String path, String meaning) {
        return new DomainRow(path, Use.READ, List.of(), meaning);
    }

    static DomainRow oneOf(String path, String meaning, String... values) {
        return new DomainRow(path, Use.READ, List.of(values), meaning);
    }

    static DomainRow noted(String path, String meaning) {
        return new DomainRow(path, Use.NOTED, List.of(), meaning);
    }

    static DomainRow refused(String path, String meaning) {
        return new DomainRow(path, Use.REFUSED, List.of(), meaning);
    }
}
