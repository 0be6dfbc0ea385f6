// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;

/** go-sev-guest's {@code SevProduct}. */
final class GoProduct {
    private static final String NAME = "name";
    private static final String PREFIX = "SEV_PRODUCT_";

    /** By the number of its enumeration. */
    private static final List<String> NAMES = List.of("UNKNOWN", "MILAN", "GENOA", "TURIN");

    private GoProduct() {}

    /** The generation that it names. */
    static Optional<Generation> named(ForeignFields given) {
        ForeignFields product = given.renamed(GoPolicy::camel);
        for (String stepping : List.of("stepping", "machineStepping")) {
            if (product.has(stepping)) {
                throw product.wrong(stepping, "steppings are not compared here", "leave it out, or name chips");
            }
        }
        product.requireOnly(List.of(NAME));
        if (!product.has(NAME)) {
            return Optional.empty();
        }
        String name = name(product);
        return name.equals(NAMES.get(0)) ? Optional.empty() : Optional.of(line(product, NAME, name));
    }

    private static String name(ForeignFields product) {
        if (product.members().get(NAME) instanceof String text && text.startsWith(PREFIX)) {
            return text.substring(PREFIX.length());
        }
        return product.number(NAME, Integer.SIZE)
                .filter(number -> number < NAMES.size())
                .map(number -> NAMES.get(number.intValue()))
                .orElseThrow(() -> product.form(NAME, "one of SEV_PRODUCT_MILAN, _GENOA, _TURIN"));
    }

    /** The generation of a product line's name. */
    static Generation line(ForeignFields fields, String field, String name) {
        return Generations.withSnp().stream()
                .filter(one -> one.product().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> fields.form(field, "Milan, Genoa or Turin"));
    }
}
