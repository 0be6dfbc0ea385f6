// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;

/**
 * A swap that failed or was refused: the backend from before serves as it did. Immutable.
 *
 * @param type the guest type whose backend was to be replaced
 * @param bundle the name of the file that was to replace it, without its folder
 * @param problem why
 */
public record SwapFailure(GuestType type, String bundle, Problem problem) {
    /** Checks that all parts are there. */
    public SwapFailure {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(problem, "problem");
    }
}
