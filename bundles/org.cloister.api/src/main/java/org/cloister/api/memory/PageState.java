// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.Objects;

/**
 * The visibility of one page and where it came from. Immutable.
 *
 * @param visibility who can read the page
 * @param by what made it so
 */
public record PageState(Visibility visibility, Turn by) {
    /** Checks that both parts are there. */
    public PageState {
        Objects.requireNonNull(visibility, "visibility");
        Objects.requireNonNull(by, "by");
    }
}
