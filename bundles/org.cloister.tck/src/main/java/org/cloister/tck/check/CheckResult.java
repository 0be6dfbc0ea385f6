// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.util.Objects;

/**
 * What one check came to. Immutable.
 *
 * @param rule the rule that was checked
 * @param status how it ended
 * @param seen what was seen, in a sentence or a part of one; for what was not performed or does not apply, why
 */
public record CheckResult(ContractRule rule, Status status, String seen) {
    private static final int LONGEST = 2_000;

    /** How a check ended. */
    public enum Status {
        /** The rule is kept as far as was looked. */
        PASSED("passed"),
        /** The rule is broken. */
        FAILED("failed"),
        /** Another fault, or something that is missing here, kept the rule from being checked. */
        NOT_PERFORMED("not-performed"),
        /** The rule is about something that was not brought. */
        NOT_APPLICABLE("not-applicable");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** The word for it in reports. */
        public String word() {
            return word;
        }
    }

    /** Checks that all parts are there; what was seen is cut to 2,000 characters, for vendors write it too. */
    public CheckResult {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(status, "status");
        seen = seen.length() <= LONGEST ? seen : seen.substring(0, LONGEST) + "…";
    }

    /** Whether the rule is kept, or about something that was not brought. */
    public boolean good() {
        return status == Status.PASSED || status == Status.NOT_APPLICABLE;
    }

    /**
     * For a test of one rule.
     *
     * @throws AssertionError when the rule is broken, or was not checked though it applies
     */
    public void requireGood() {
        if (!good()) {
            throw new AssertionError(this);
        }
    }

    /** Name, status, rule and what was seen. */
    @Override
    public String toString() {
        return rule.name() + " " + status.word() + ": " + rule.text() + " Seen: " + seen;
    }
}
