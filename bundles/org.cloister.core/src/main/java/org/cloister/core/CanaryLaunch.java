// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.Selection;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
import org.cloister.core.guard.MachineCalls;
import org.cloister.core.guard.TypeCalls;

/**
 * Launches a canary by the named backends, independent of which backends get work. Its guests are in no list and under
 * no limit. When it is closed, so are its machines, whether a call is still in one or not.
 */
public final class CanaryLaunch implements AutoCloseable {
    private final Platforms.Offer platform;
    private final GuestRequest request;
    private final GuardedCalls calls;
    private final List<MachineCalls> machines = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private CanaryLaunch(Platforms.Offer platform, GuestRequest request, GuardedCalls calls) {
        this.calls = calls;
        this.platform = platform;
        this.request = request;
    }

    static CanaryLaunch of(Canary canary, Platforms platforms, GuardedCalls calls) {
        Platforms.Offer platform = platforms
                .named(canary.vmm())
                .orElseThrow(() -> Problem.host(
                                CoreCodes.SWAP_CANARY_PLATFORM, "the platform of this type's canary is not there")
                        .at(canary.vmm())
                        .remedy("install and start it, or swap without a canary")
                        .exception());
        return new CanaryLaunch(platform, canary.request(), calls);
    }

    /** What a backend would put into the guest. */
    public LaunchPlan plan(Backend backend) {
        return RequestPlanner.plan(backend, request);
    }

    /** Launches by one backend, to the end; its digest. */
    public Measurement launch(Backend backend, Limits limits) {
        return launch(backend, backend, limits);
    }

    /** Launches by one backend to the pause and from there on by another; the digest at the end. */
    public Measurement launch(Backend first, Backend second, Limits limits) {
        Cast cast = new Cast(first);
        LaunchPlan plan = plan(first);
        try (LaunchedGuest guest = guest(cast, plan)) {
            boolean paused = first != second;
            guest.launch(request, paused, new Steps(LaunchListener.SILENT, limits, new ArrayList<>()));
            cast.now = second;
            if (paused) {
                guest.proceed(limits);
            }
            return guest.report().measurement().orElseThrow();
        }
    }

    private LaunchedGuest guest(Cast cast, LaunchPlan plan) {
        Candidate chosen = new Candidate(
                plan.type(), platform.facts().vmm(), platform.facts().trust(), true, "canary");
        Selection selection = new Selection(Optional.of(chosen), List.of(chosen));
        GuestMachine session = new GuestMachine(cast, platform.facts(), machine(plan), plan.type(), cast.now.vendor());
        GuestProvenance origin = new GuestProvenance(
                "canary", platform.platform(), chosen, selection, request.properties(), this::machine);
        LaunchProgress standing = new LaunchProgress(origin.id(), plan, new CopyOnWriteArrayList<>());
        LaunchedGuest guest = new LaunchedGuest(origin, session, standing, new Guests(new Listeners(calls), calls));
        guest.setVcpus();
        return guest;
    }

    private MachineCalls machine(LaunchPlan plan) {
        MachineCalls machine = platform.machine(plan);
        machines.add(machine);
        if (closed) {
            close();
        }
        return machine;
    }

    @Override
    public void close() {
        closed = true;
        machines.forEach(MachineCalls::close);
    }

    /** Gives every call to the backend whose turn it is. */
    private static final class Cast implements BackendCalls {
        private Backend now;

        Cast(Backend first) {
            now = first;
        }

        @Override
        public <R> R begin(GuestType type, Function<TypeCalls, R> work) {
            return now.call(work);
        }

        @Override
        public <R> R call(LaunchContext context, Work<R> work) {
            try (Gate.Call visit = now.gate().enterBound()) {
                if (visit == null || !now.understands(context.schema())) {
                    throw unable(context);
                }
                return now.with(now.adopted(context), work);
            }
        }

        private CloisterException unable(LaunchContext context) {
            return Problem.operation(
                            CoreCodes.BACKEND_CANNOT_ADOPT, "the backend does not take over the canary's context")
                    .at(now.key().provider())
                    .found("schema " + context.schema())
                    .exception();
        }
    }
}
