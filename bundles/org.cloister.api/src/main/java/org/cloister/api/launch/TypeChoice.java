// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.GuestType;

/** Which guest type is wanted. Immutable. */
public sealed interface TypeChoice {
    /**
     * This type and no other.
     *
     * @param type its name
     */
    record Named(GuestType type) implements TypeChoice {
        /** Checks that there is a type. */
        public Named {
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * The strongest type that can serve the request.
     *
     * @param minimum the weakest that will do, if there is such a bound
     */
    record Auto(Optional<GuestType> minimum) implements TypeChoice {
        /** Checks that the bound is not null. */
        public Auto {
            Objects.requireNonNull(minimum, "minimum");
        }
    }
}
