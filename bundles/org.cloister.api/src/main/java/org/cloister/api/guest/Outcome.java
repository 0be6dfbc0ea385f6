// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * What a call gave, together with the context that holds from now on. Immutable if the value is.
 *
 * @param context the new context; the old one when nothing changed. Where the call was given an adopted context, the
 *     new one is a copy beside the committed one ({@link ConfidentialGuestSupport#adopt})
 * @param value the answer
 */
public record Outcome<T>(LaunchContext context, T value) {
    /** Checks that both parts are there. */
    public Outcome {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(value, "value");
    }
}
