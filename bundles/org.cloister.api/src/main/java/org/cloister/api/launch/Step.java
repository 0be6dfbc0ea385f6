// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;

/**
 * A step of a launch that was done. Immutable.
 *
 * @param name see {@link LaunchListener#begins}
 * @param micros how long it took, in microseconds
 */
public record Step(String name, long micros) {
    /** Checks that there is a name. */
    public Step {
        Objects.requireNonNull(name, "name");
    }
}
