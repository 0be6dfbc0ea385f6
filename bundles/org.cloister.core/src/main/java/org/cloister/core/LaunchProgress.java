// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.Step;

/** State of a guest's launch: its state, the plan it follows, the steps that are done, and the measurement. */
final class LaunchProgress {
    private final String guest;
    private final List<Step> steps;
    private volatile LaunchPlan plan;
    private volatile GuestState state = GuestState.LAUNCHING;
    private volatile Optional<Measurement> measurement = Optional.empty();
    private volatile Optional<Measurement> expected = Optional.empty();
    private Optional<Reset> reset = Optional.empty();
    private boolean secret;
    private volatile Optional<Moving> moving = Optional.empty();

    /** A launch that begins; steps that are done are added to {@code steps}, which may be read by other threads. */
    LaunchProgress(String guest, LaunchPlan plan, List<Step> steps) {
        this.guest = "guest " + guest;
        this.plan = plan;
        this.steps = steps;
    }

    /** The guest, as problems name it. */
    String guest() {
        return guest;
    }

    LaunchPlan plan() {
        return plan;
    }

    GuestState state() {
        return state;
    }

    Optional<Measurement> measurement() {
        return measurement;
    }

    /** What the measurement will be, while there is none at a pause. */
    Optional<Measurement> expected() {
        return expected;
    }

    List<Step> steps() {
        return steps;
    }

    /** How long it took to get here. */
    long micros() {
        return steps.stream().mapToLong(Step::micros).sum();
    }

    /** More steps of this launch, without a listener. */
    Steps silent(Limits limits) {
        return new Steps(LaunchListener.SILENT, limits, steps);
    }

    /** Whether its owner's secret is in it. */
    boolean hasSecret() {
        return secret;
    }

    void markSecret() {
        secret = true;
    }

    void reached(GuestState next) {
        state = next;
    }

    /** What it is on its way. */
    Optional<Moving> moving() {
        return moving;
    }

    /** It is on its way, or not any more. */
    void moves(Optional<Moving> how) {
        moving = how;
    }

    /** Refuses a guest in another state, and one that is on its way. */
    void require(GuestState expected, String otherwise) {
        if (state != expected || moving.isPresent()) {
            throw Problem.operation(ProblemCodes.GUEST_STATE, otherwise)
                    .at(guest)
                    .found(state + moving.map(how -> ", " + how.word()).orElse(""))
                    .expected(expected)
                    .exception();
        }
    }

    void expects(Optional<Measurement> computed) {
        expected = computed;
    }

    /**
     * A measurement made while the guest is reset has to be what it was, and one that was not there at the pause what
     * the owner was shown then.
     */
    void measured(Measurement value) {
        reset.ifPresent(it -> it.requireIdentical(value));
        expected.ifPresent(shown -> Measurements.requireExpected(guest, shown, value));
        expected = Optional.empty();
        measurement = Optional.of(value);
    }

    /** Back to the beginning. */
    void resetBegins(Reset prepared) {
        state = GuestState.LAUNCHING;
        secret = false;
        expected = Optional.empty();
        reset = Optional.of(prepared);
        steps.clear();
    }

    void followPlan(LaunchPlan next) {
        plan = next;
    }

    void resetEnds() {
        reset = Optional.empty();
    }
}
