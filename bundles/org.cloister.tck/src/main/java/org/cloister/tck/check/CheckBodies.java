// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What checks do, by the names of their rules.
 *
 * @param <S> what they look at
 */
public final class CheckBodies<S> {
    private final Map<String, VendorCheck.Body<S>> bodies = new HashMap<>();

    /** One more. */
    public CheckBodies<S> of(String name, VendorCheck.Body<S> body) {
        if (bodies.put(name, body) != null) {
            throw new IllegalArgumentException("two checks of the name " + name);
        }
        return this;
    }

    /** All of another. */
    public CheckBodies<S> and(CheckBodies<S> more) {
        more.bodies.forEach(this::of);
        return this;
    }

    Map<String, VendorCheck.Body<S>> all() {
        return Collections.unmodifiableMap(bodies);
    }
}
