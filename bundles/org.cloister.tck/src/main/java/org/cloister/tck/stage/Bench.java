// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.Objects;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.VendorCalls;

/**
 * What a launch is rehearsed with.
 *
 * @param support the guest type
 * @param platform what carries it
 * @param request what is launched
 * @param calls how both are called
 * @param late where late uses of machines are noted
 */
public record Bench(
        ConfidentialGuestSupport support, Vmm platform, GuestRequest request, VendorCalls calls, LateUses late) {
    /** Checks that all parts are there. */
    public Bench {
        Objects.requireNonNull(support, "support");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(request, "request");
    }

    /** The same with another guest type, to hand a launch over to. */
    public Bench by(ConfidentialGuestSupport other) {
        return new Bench(other, platform, request, calls, late);
    }
}
