// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.Trust;

/**
 * A launch that failed or was refused. Immutable.
 *
 * @param type the name of the guest type that was asked for, or {@code auto}
 * @param platform the trust that was asked for
 * @param guest the guest's name when it was paused before; empty when it never came so far
 * @param problem why; its code is the cause by which failures are counted
 */
public record LaunchFailure(String type, Trust platform, Optional<String> guest, Problem problem) {
    /** Checks that all parts are there. */
    public LaunchFailure {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(problem, "problem");
    }
}
