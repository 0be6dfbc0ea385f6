// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.util.List;

/**
 * A rule with what checks it.
 *
 * @param rule the rule
 * @param needs names of the checks that have to pass before this one can tell anything
 * @param body what is done
 */
public record VendorCheck<S>(ContractRule rule, List<String> needs, Body<S> body) {
    /** What a check does. */
    @FunctionalInterface
    public interface Body<S> {
        /**
         * Looks at a subject.
         *
         * @return what was seen, when the rule is kept
         * @throws Exception a {@link CheckEnd} for anything else; any other exception is a failure with its text
         */
        String of(S subject) throws Exception;
    }

    /** Copies the list. */
    public VendorCheck {
        needs = List.copyOf(needs);
    }
}
