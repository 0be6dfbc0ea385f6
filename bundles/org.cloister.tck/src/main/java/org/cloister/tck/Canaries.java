// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.Optional;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.tck.check.VendorCalls;

/** What types name as their own small launches. */
final class Canaries {
    private Canaries() {}

    /** A type's canary; empty too where asking for it fails, for which there is a check. */
    static Optional<Canary> of(ConfidentialGuestSupport support, VendorCalls calls) {
        try {
            return calls.ask("canary", support::canary);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<GuestRequest> requestOf(ConfidentialGuestSupport support, VendorCalls calls) {
        return of(support, calls).map(Canary::request);
    }
}
