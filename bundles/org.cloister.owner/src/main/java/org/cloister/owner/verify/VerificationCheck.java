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
 */
public record VerificationCheck(String name, Stage stage, Status status, String detail) {
    /** Checks that all parts are there. */
    public VerificationCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
    }

    /** {@code leaf.signature: failed: …}. */
    @Override
    public String toString() {
        return name + ": " + status + ": " + detail;
    }
}
