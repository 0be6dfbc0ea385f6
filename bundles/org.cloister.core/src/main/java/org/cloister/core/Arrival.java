// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.Selection;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.move.MovedGuest;
import org.cloister.core.move.PacketReader;
import org.cloister.core.settings.LaunchRules;

/** Gives a guest that is sent here a type, a platform and a machine, and takes it in. */
final class Arrival {
    private final Backends backends;
    private final Platforms platforms;
    private final GuestFactory placement;
    private final Twins twins;
    private final GuardedCalls calls;
    private final LaunchRules settings;

    Arrival(
            Backends backends,
            Platforms platforms,
            GuestFactory placement,
            Twins twins,
            GuardedCalls calls,
            LaunchRules settings) {
        this.backends = backends;
        this.platforms = platforms;
        this.placement = placement;
        this.twins = twins;
        this.calls = calls;
        this.settings = settings;
    }

    /** The guest, running or held; after a failure nothing is left of it. */
    LaunchedGuest of(ReceiveSource source, LaunchListener listener, Limits limits) {
        try {
            PacketReader stream = new PacketReader(source.stream());
            MovedGuest described = MovedGuest.next(stream);
            twins.enters(described, source.again());
            try {
                LaunchedGuest guest = placed(described, limits);
                guest.receive(new Incoming(described, stream, source), listener, limits);
                twins.received(described, guest.id());
                return guest;
            } finally {
                twins.leaves(described);
            }
        } catch (IOException e) {
            throw Problem.input(CoreCodes.RECEIVE_STREAM, "the guest cannot be received")
                    .found(e.getMessage())
                    .remedy("nothing of it is left here; send it again")
                    .exception(e);
        }
    }

    /** What comes in. */
    record Incoming(MovedGuest guest, PacketReader stream, ReceiveSource source) {}

    private LaunchedGuest placed(MovedGuest guest, Limits limits) {
        LaunchPlan plan = guest.plan();
        Backend backend = backend(plan.type());
        Platforms.Offer offer = platform(guest);
        settings.requirePlatform(offer.facts());
        long bytes = plan.memory().stream().mapToLong(region -> region.size()).sum();
        GuestRequest request = new GuestRequest(
                GuestRequest.NO_FIRMWARE, Optional.empty(), plan.vcpus().size(), "", bytes, guest.properties());
        Candidate chosen =
                new Candidate(plan.type(), offer.facts().vmm(), offer.facts().trust(), true, "the guest was sent here");
        Selection selection = new Selection(Optional.of(chosen), List.of(chosen));
        AtomicReference<LaunchedGuest> made = new AtomicReference<>();
        return calls.operation(
                backend.vendor(),
                limits,
                () -> placement.of(
                        new Selector.Choice(backend, request, plan, offer),
                        selection,
                        new CopyOnWriteArrayList<>(),
                        settings,
                        made::set),
                () -> Optional.ofNullable(made.get()).ifPresent(LaunchedGuest::abandon));
    }

    private Backend backend(GuestType type) {
        Backend backend = backends.best(type)
                .orElseThrow(() -> Problem.host(CoreCodes.TYPE_MISSING, "the type of this guest is not installed")
                        .found(type.name())
                        .remedy("see 'cloister doctor " + type.name() + "'")
                        .exception());
        List<String> installed =
                backends.bestOfEach().stream().map(one -> one.type().name()).toList();
        settings.requireType(type, backend.strength(), installed);
        return backend;
    }

    /** One of the trust that the guest had: another would be a weaker guest, or one that nobody could tell from it. */
    private Platforms.Offer platform(MovedGuest guest) {
        String type = guest.plan().type().name();
        Platforms.Asked asked = platforms.of(guest.trust());
        return asked.offers().stream()
                .filter(offer -> offer.facts().offers(type))
                .findFirst()
                .orElseThrow(() -> Problem.host(CoreCodes.SELECTION_NONE, "nothing here can receive this guest")
                        .at("type " + type + ", platforms of trust " + guest.trust())
                        .found(asked.offers().stream()
                                .map(offer -> offer.facts().whyNot(type))
                                .findFirst()
                                .orElse("no such platform"))
                        .remedy("see 'cloister probe'")
                        .exception());
    }
}
