// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.launch.GuestState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.AbilityCalls;
import org.cloister.core.guard.TypeCalls;

/**
 * What is known before a guest's machine is ended to be built again (QEMU 11, {@code confidential-guest-reset}).
 *
 * @param request what is launched again
 * @param plan what the backend of now makes of it
 * @param before how the guest was measured, as often as it was
 * @param paused whether it is to be paused again
 */
record Reset(GuestRequest request, LaunchPlan plan, Optional<Measurement> before, boolean paused) {

    /** Refuses what cannot be reset, while the guest is still there. */
    static Reset prepare(LaunchProgress standing, GuestMachine session, Limits limits) {
        session.machine();
        requireState(standing);
        limits.check();
        GuestRequest request = session.ask(
                limits,
                GuestMachine.UNHEARD,
                (support, context, machine) ->
                        new Outcome<>(context, capability(support).call("reset", ability -> ability.reset(context))));
        LaunchPlan again = session.begin(support -> Plans.checked(support, support.plan(request)));
        requireSame(
                session.begin(support -> digest(support, standing.plan())),
                session.begin(support -> digest(support, again)));
        return new Reset(request, again, standing.measurement(), standing.state() == GuestState.PAUSED);
    }

    private static void requireState(LaunchProgress standing) {
        boolean alive = standing.state() == GuestState.PAUSED || standing.state() == GuestState.RUNNING;
        if (!alive || standing.moving().isPresent()) {
            throw Problem.operation(ProblemCodes.GUEST_STATE, "this guest cannot be reset")
                    .at(standing.guest())
                    .found(standing.moving().<Object>map(Moving::word).orElse(standing.state()))
                    .expected(GuestState.PAUSED + " or " + GuestState.RUNNING)
                    .remedy("launch it anew")
                    .exception();
        }
        if (standing.hasSecret() && standing.state() == GuestState.RUNNING) {
            throw Problem.operation(
                            CoreCodes.GUEST_RESET_SECRET,
                            "a reset has no pause in which this guest's secret could be handed in again")
                    .at(standing.guest())
                    .found("a guest with a secret")
                    .expected("a guest without one")
                    .remedy("stop it, launch it anew with --paused, and have its owner hand the secret in")
                    .exception();
        }
    }

    private static AbilityCalls<GuestReset> capability(TypeCalls support) {
        return support.capability(GuestReset.class)
                .orElseThrow(() -> Problem.host(ProblemCodes.CAPABILITY_MISSING, "guests of this type cannot be reset")
                        .at(support.type().name())
                        .remedy("stop the guest and launch it anew")
                        .exception());
    }

    /** Where the type cannot compute the digest, only the plan shows that it is the same. */
    private static Object digest(TypeCalls support, LaunchPlan plan) {
        return support.expect(plan).<Object>map(Measurements::told).orElseGet(() -> unnoted(plan));
    }

    /** Notes are of the moment, such as on settings: they put nothing into the guest. */
    private static LaunchPlan unnoted(LaunchPlan plan) {
        return new LaunchPlan(
                plan.type(),
                plan.memory(),
                plan.ranges(),
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                List.of());
    }

    private static void requireSame(Object before, Object after) {
        if (!before.equals(after)) {
            throw Problem.operation(CoreCodes.GUEST_RESET_PLAN, "the backend of now would launch another guest")
                    .found(after instanceof LaunchPlan ? "another plan" : after)
                    .expected(before instanceof LaunchPlan ? "the plan that it was launched by" : before)
                    .remedy("the guest stays as it is; stop it and launch it anew to have the other one")
                    .exception();
        }
    }

    /** A measurement with a nonce differs each time; what it is made of was compared with the plan. */
    void requireIdentical(Measurement after) {
        before.filter(old -> old.nonce().isEmpty() && after.nonce().isEmpty())
                .filter(old -> !old.differences(after).isEmpty())
                .ifPresent(old -> {
                    throw Problem.operation(
                                    CoreCodes.GUEST_RESET_MEASUREMENT,
                                    "after the reset the guest was measured differently")
                            .found(Measurements.differing(old, after, after))
                            .expected(Measurements.differing(old, after, old))
                            .remedy("the guest was closed; what its owner trusted is not what the platform launched")
                            .exception();
                });
    }
}
