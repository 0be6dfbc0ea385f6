// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Objects;
import org.cloister.api.Problem;

/**
 * What a definition says of one thing. Immutable.
 *
 * @param <T> type of what can be said
 */
public sealed interface Said<T> {
    /** The value, with the place where it stands, for people. */
    record Value<T>(String where, T value) implements Said<T> {
        /** Checks that both parts are there. */
        public Value {
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(value, "value");
        }
    }

    /** Nothing that is known here: the problem to report unless somebody else says it. */
    record Open<T>(Problem problem) implements Said<T> {
        /** Checks that the problem is there. */
        public Open {
            Objects.requireNonNull(problem, "problem");
        }
    }
}
