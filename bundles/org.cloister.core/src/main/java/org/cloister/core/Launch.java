// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.function.BiConsumer;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.launch.GuestState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.TypeCalls;

/** The steps of a launch in a machine that is there, from the first command to the running guest. */
final class Launch {
    private final LaunchedGuest guest;
    private final GuestMachine session;
    private final LaunchPlan plan;

    Launch(LaunchedGuest guest, GuestMachine session, LaunchPlan plan) {
        this.guest = guest;
        this.session = session;
        this.plan = plan;
    }

    /** To the pause, and on to the end unless it is wanted to stop there. */
    void run(GuestRequest request, boolean paused, Steps steps) {
        toThePause(request, steps);
        if (paused) {
            measureOrExpect(steps);
            guest.reached(GuestState.PAUSED);
        } else {
            toTheEnd(steps);
        }
    }

    /** Up to where the owner may look: everything is put in, nothing has run. */
    private void toThePause(GuestRequest request, Steps steps) {
        Steps.Begun init = steps.begin("init");
        session.init(request, plan, steps.limits());
        steps.end(init);
        advance(steps, "start", TypeCalls::start);
        updateAll(steps);
    }

    void toTheEnd(Steps steps) {
        advance(steps, "finish", TypeCalls::finish);
        measure(steps, session::ask);
        Steps.Begun ready = steps.begin("ready");
        requireReady(steps);
        steps.end(ready);
        guest.reached(GuestState.RUNNING);
    }

    private void updateAll(Steps steps) {
        Steps.Begun update = steps.begin("update");
        long total = plan.ranges().size();
        long done = 0;
        for (InitialRange range : plan.ranges()) {
            steps.limits().check();
            session.advance(
                    steps.limits(),
                    GuestMachine.UNHEARD,
                    (support, context, machine) -> support.update(context, range, machine));
            steps.progress("update").accept(++done, total);
        }
        steps.end(update);
    }

    private void advance(Steps steps, String name, GuestMachine.Advance call) {
        Steps.Begun step = steps.begin(name);
        session.advance(steps.limits(), steps.progress(name), call);
        steps.end(step);
    }

    /** What is not measured before the finish is computed for the pause, so that its owner has something to compare. */
    private void measureOrExpect(Steps steps) {
        boolean measures = session.askOnce(
                steps.limits(),
                GuestMachine.UNHEARD,
                (support, context, machine) -> new Outcome<>(context, support.measuresBeforeFinish()));
        if (measures) {
            measure(steps, session::askOnce);
        } else {
            guest.expects(session.ask(
                    steps.limits(),
                    GuestMachine.UNHEARD,
                    (support, context, machine) -> new Outcome<>(context, support.expect(plan))));
        }
    }

    /** How the measurement is asked for. */
    private interface Asking {
        Measurement by(Limits limits, BiConsumer<Long, Long> progress, GuestMachine.Ask<Measurement> question);
    }

    private void measure(Steps steps, Asking asking) {
        Steps.Begun measure = steps.begin("measure");
        guest.measured(asking.by(steps.limits(), steps.progress("measure"), TypeCalls::measure));
        steps.end(measure);
    }

    /** The last protection against a guest that would run unprotected without anybody noticing: QEMU checks as late. */
    private void requireReady(Steps steps) {
        GuestStatus status = session.status(steps.limits());
        if (!status.ready()) {
            throw Problem.operation(
                            CoreCodes.GUEST_NOT_READY, "the launch ended and the guest's protection is not complete")
                    .at("guest " + guest.id())
                    .found(status.state() + ": " + status.detail())
                    .expected("a status that is ready")
                    .remedy("the guest was not started; report this to who made the guest type")
                    .exception();
        }
    }
}
