// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;

/** What a policy demands of one thing in a report. Immutable. */
@FunctionalInterface
interface Rule {
    /** Applies the rule. */
    Judgement judge(AppraisalInput subject);

    /** What meeting the demand does not show although one may believe that it does; empty where there is nothing. */
    default Optional<Caution> caution(AppraisalInput subject) {
        return Optional.empty();
    }

    /**
     * A warning of a rule.
     *
     * @param text what is not shown
     * @param remedy what ends it
     */
    record Caution(String text, String remedy) {}

    /**
     * What came of it.
     *
     * @param right whether the demand is met
     * @param detail what was seen, and when it is not met, what was demanded
     */
    record Judgement(boolean right, String detail) {
        static Judgement of(boolean right, String seen, String demanded) {
            return new Judgement(right, right ? seen : "found " + seen + ", expected " + demanded);
        }
    }
}
