// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.Objects;

/** The answer to a question about a host: the value, or why there is none. Three different reasons are kept apart. */
public sealed interface Fact<T> {
    /**
     * The value.
     *
     * @param value what was seen
     */
    record Known<T>(T value) implements Fact<T> {
        /** Checks that there is a value. */
        public Known {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * The host does not have the thing.
     *
     * @param detail in a sentence
     */
    record Absent<T>(String detail) implements Fact<T> {
        /** Checks that there is a detail. */
        public Absent {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * The host has the thing and this user may not look.
     *
     * @param detail in a sentence
     */
    record Denied<T>(String detail) implements Fact<T> {
        /** Checks that there is a detail. */
        public Denied {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * The question could not be asked, or was not recorded.
     *
     * @param detail in a sentence
     */
    record Unknown<T>(String detail) implements Fact<T> {
        /** Checks that there is a detail. */
        public Unknown {
            Objects.requireNonNull(detail, "detail");
        }
    }
}
