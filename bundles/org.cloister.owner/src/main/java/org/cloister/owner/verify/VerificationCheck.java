// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Objects;

/**
 * One check of a verification. Immutable.
 *
 * @param name stable, such as {@code leaf.signature}
 * @param stage the stage that it belongs to
 * @param status how it ended
 * @param detail what was seen, or why it was not performed; one line
 * @param remedy what to do where it failed; may be empty
 */
public record VerificationCheck(String name, Stage stage, Status status, String detail, String remedy) {
    /** The detail of checks that nobody asked for. */
    static final String NOT_DEMANDED = "the policy does not mention it";

    /** Checks that all parts are there. */
    public VerificationCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Whether somebody asked for it: the policy, or the rules that hold for every report. */
    public boolean demanded() {
        return status != Status.NOT_PERFORMED || !detail.equals(NOT_DEMANDED);
    }

    /** {@code leaf.signature: failed: …}. */
    @Override
    public String toString() {
        return name + ": " + status + ": " + detail;
    }
}
