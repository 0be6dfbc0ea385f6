// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

/** How a check ended. */
public enum Status {
    /** It was performed, and what it looks at is right. */
    PASSED("passed"),
    /** It was performed, and what it looks at is wrong or missing. */
    FAILED("failed"),
    /**
     * It was performed, and came upon something that this program does not know and that is no reason to refuse: the
     * detail says what. It counts as passed.
     */
    TOLD("told"),
    /** It was not performed: not asked for, not applicable, or something before it failed. The detail says which. */
    NOT_PERFORMED("not-performed");

    private final String label;

    Status(String label) {
        this.label = label;
    }

    /** Its name in results. */
    @Override
    public String toString() {
        return label;
    }
}
