// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * A value in a {@link LaunchContext}. Sealed, so that a context can outlive the backend that wrote it: none of these
 * types belongs to a backend's class loader. Immutable.
 */
public sealed interface ContextValue
        permits ContextValue.Number,
                ContextValue.Flag,
                ContextValue.Text,
                ContextValue.Blob,
                ContextValue.Items,
                ContextValue.Fields,
                GuestPolicy,
                Measurement {

    /** A 64-bit number. */
    record Number(long value) implements ContextValue {}

    /** A yes or no. */
    record Flag(boolean value) implements ContextValue {}

    /** Text. */
    record Text(String value) implements ContextValue {
        /** Checks that there is text. */
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /** Bytes; never a secret. */
    record Blob(Bytes value) implements ContextValue {
        /** Checks that there are bytes. */
        public Blob {
            Objects.requireNonNull(value, "value");
        }
    }

    /** Values in order. */
    record Items(List<ContextValue> values) implements ContextValue {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }

        /** The same values and one more. */
        public Items and(ContextValue value) {
            List<ContextValue> longer = new ArrayList<>(values);
            longer.add(value);
            return new Items(longer);
        }
    }

    /** Values by name. */
    record Fields(Map<String, ContextValue> values) implements ContextValue {
        /** Copies the map, keeping its order. */
        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
