// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;

/**
 * What came of a question to one of several.
 *
 * @param value the answer
 * @param failure why there is none
 */
public record Answered<T>(Optional<T> value, Optional<CloisterException> failure) {
    /** Asks, and keeps how that failed. */
    public static <T> Answered<T> of(Supplier<T> asking) {
        try {
            return new Answered<>(Optional.of(asking.get()), Optional.empty());
        } catch (CloisterException e) {
            return new Answered<>(Optional.empty(), Optional.of(e));
        }
    }
}
