// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.List;
import java.util.Optional;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCalls;
import org.cloister.tck.stage.Bench;
import org.cloister.tck.stage.LateUses;
import org.cloister.tck.stage.RehearsedLaunch;
import org.cloister.tck.stage.Tap;

/**
 * A guest type that is looked at, with what is around it.
 *
 * @param support the guest type
 * @param carrier a platform for it, where there is one
 * @param sample a request that it accepts, where one is known
 * @param others other backends of the same type
 * @param calls how it is called
 * @param late its late uses of machines
 */
public record GuestTypeSubject(
        ConfidentialGuestSupport support,
        Optional<Vmm> carrier,
        Optional<GuestRequest> sample,
        List<ConfidentialGuestSupport> others,
        VendorCalls calls,
        LateUses late) {

    /** What is launched; without one, what needs it is not performed. */
    GuestRequest request() {
        return sample.orElseThrow(() -> CheckEnd.notPerformed(
                "no request to launch: the type has no canary, and accepts that of no other type here"));
    }

    /** What carries it; without one, what needs it is not performed. */
    Vmm platform() {
        return carrier.orElseThrow(
                () -> CheckEnd.notPerformed("no platform here carries the type: give the jar of one beside it"));
    }

    LaunchPlan plan() {
        return calls.ask("plan", () -> support.plan(request()));
    }

    Bench bench() {
        return new Bench(support, platform(), request(), calls, late);
    }

    RehearsedLaunch launch() {
        return launch(Tap.OPEN);
    }

    RehearsedLaunch launch(Tap tap) {
        return RehearsedLaunch.of(bench(), plan(), tap);
    }
}
