// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * The launch by which a new backend of a guest type is tried before it gets work. Immutable.
 *
 * @param vmm the name of the platform on which it is tried, such as {@code softsev}
 * @param request a small guest that the type can launch there; the same in every version of the backend, so that two
 *     versions can be compared
 */
public record Canary(String vmm, GuestRequest request) {
    /** Checks that both parts are there. */
    public Canary {
        Objects.requireNonNull(vmm, "vmm");
        Objects.requireNonNull(request, "request");
    }
}
