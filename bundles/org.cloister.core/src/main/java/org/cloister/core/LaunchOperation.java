// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Step;
import org.cloister.api.launch.TypeChoice;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Vendor;
import org.cloister.core.settings.LaunchRules;

/**
 * One launch from the request to the guest. From the moment on that it is about one guest type it is one operation, in
 * one thread: a type asked for by name plans and is asked in there, several are asked side by side before it.
 */
final class LaunchOperation {
    private final RequestPlanner planner;
    private final Selector selector;
    private final GuestFactory placement;
    private final LaunchRequest request;
    private final LaunchRules settings;
    private final List<Step> done = new CopyOnWriteArrayList<>();
    private final Steps steps;
    private List<RequestPlanner.Planned> planned;
    private volatile Steps.Begun choosing;
    private volatile LaunchedGuest guest;

    LaunchOperation(
            RequestPlanner planner,
            Selector selector,
            GuestFactory placement,
            LaunchRequest request,
            LaunchRules settings,
            LaunchListener listener,
            Limits limits) {
        this.planner = planner;
        this.selector = selector;
        this.placement = placement;
        this.request = request;
        this.settings = settings;
        this.steps = new Steps(listener, limits, done);
    }

    /** What is launched, and how it was chosen. */
    private record Chosen(Selector.Choice choice, Selector.Result result) {}

    /** Launches; after a failure nothing is left of it. */
    LaunchedGuest in(GuardedCalls calls, Backends backends) {
        if (request.type() instanceof TypeChoice.Named named) {
            Optional<Vendor> vendor = backends.best(named.type()).map(Backend::vendor);
            if (vendor.isPresent()) {
                return calls.repeatable(vendor.get(), steps.limits(), () -> carryOut(choose()), this::abandon);
            }
        }
        Chosen chosen = choose();
        Vendor vendor = chosen.choice().backend().vendor();
        return calls.operation(vendor, steps.limits(), () -> carryOut(chosen), this::abandon);
    }

    /** Goes on where it was when it is repeated: while it chooses, it asks the platforms. */
    private Chosen choose() {
        if (choosing == null) {
            planned = steps.run("plan", () -> planner.plan(request, settings));
            choosing = steps.begin("choose");
        }
        Selector.Result result = selector.select(planned, request, settings);
        steps.end(choosing);
        return new Chosen(Selector.require(result, planned, request), result);
    }

    private LaunchedGuest carryOut(Chosen chosen) {
        Selector.Choice choice = chosen.choice();
        LaunchedGuest made = steps.run(
                "machine",
                () -> placement.of(choice, chosen.result().selection(), done, settings, this::made),
                LaunchedGuest::close);
        made.launch(choice.request(), request.paused(), steps);
        return made;
    }

    private void made(LaunchedGuest one) {
        guest = one;
    }

    private void abandon() {
        Optional.ofNullable(guest).ifPresent(LaunchedGuest::abandon);
    }

    /** Tells listeners what happened so far. */
    void tellNews() {
        Optional.ofNullable(guest).ifPresent(LaunchedGuest::tellNews);
    }
}
