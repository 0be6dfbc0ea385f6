// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;

/** A guest type whose backend is there and answers. */
record AskedType(GuestType type, int strength) {
    /** Empty for a backend that cannot even say its type: its bundle is found by what it declares. */
    static Optional<AskedType> of(ConfidentialGuestSupport support) {
        try {
            return Optional.ofNullable(support.type()).map(type -> new AskedType(type, support.strength()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return Optional.empty();
        }
    }
}
