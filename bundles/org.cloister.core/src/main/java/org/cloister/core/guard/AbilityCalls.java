// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.function.Function;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.platform.PlatformFacts;

/** A capability of a vendor's guest type, called the guarded way, in the thread that asks. */
public final class AbilityCalls<C extends GuestCapability> {
    private final C ability;
    private final Vendor vendor;
    private final GuardedCalls calls;

    AbilityCalls(C ability, Vendor vendor, GuardedCalls calls) {
        this.ability = ability;
        this.vendor = vendor;
        this.calls = calls;
    }

    /** Refuses a platform on which the type does not have it. */
    public void requirePlatform(PlatformFacts platform) {
        calls.insideVoid(new VendorCall(vendor, "requirePlatform"), () -> ability.requirePlatform(platform));
    }

    /** Calls one of its methods, which is named for who has to know. */
    public <T> T call(String method, Function<C, T> work) {
        return calls.inside(new VendorCall(vendor, method), () -> work.apply(ability));
    }
}
