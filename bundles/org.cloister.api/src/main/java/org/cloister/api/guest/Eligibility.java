// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.List;

/**
 * Whether a guest type can serve a request on a platform. Immutable.
 *
 * @param obstacles every reason against it, each a sentence with its remedy; empty when it can
 * @param remark what speaks for it, for people; may be empty
 */
public record Eligibility(List<String> obstacles, String remark) {
    /** Copies the list. */
    public Eligibility {
        obstacles = List.copyOf(obstacles);
    }

    /** It can, and this is why. */
    public static Eligibility yes(String remark) {
        return new Eligibility(List.of(), remark);
    }

    /** It cannot, for these reasons. */
    public static Eligibility no(List<String> obstacles) {
        if (obstacles.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
        return new Eligibility(obstacles, "");
    }

    /** Whether it can. */
    public boolean eligible() {
        return obstacles.isEmpty();
    }
}
