// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;
import org.cloister.api.operate.VendorFault;
import org.cloister.core.guard.GuardedCalls;

/**
 * What a swap may do to the launcher while guests are launched: keep a backend apart, move traffic, let a backend
 * leave.
 */
public final class Replacement {
    private final Backends backends;
    private final Platforms platforms;
    private final Guests guests;
    private final GuardedCalls calls;

    Replacement(Backends backends, Platforms platforms, Guests guests, GuardedCalls calls) {
        this.calls = calls;
        this.backends = backends;
        this.platforms = platforms;
        this.guests = guests;
    }

    /** All backends, by type, within one type by preference. */
    public List<BackendInfo> infos() {
        return backends.list().stream().map(this::info).toList();
    }

    /** A backend as it stands now. */
    public BackendInfo info(Backend backend) {
        ServiceKey.Owner owner = backend.key().owner();
        return new BackendInfo(
                backend.type(),
                owner.name(),
                owner.version(),
                owner.bundle(),
                backend.key().ranking(),
                role(backend),
                backend.schema().toString(),
                backend.gate().calls(),
                guestsOf(backend),
                owner.file(),
                backend.failed()
                        .or(() ->
                                backend.vendor().silence().map(e -> e.problem().message())));
    }

    private BackendInfo.Role role(Backend backend) {
        return switch (backend.gate().state()) {
            case DRAINING, CLOSED -> BackendInfo.Role.DRAINING;
            case PINNED -> BackendInfo.Role.PINNED;
            case TRIAL -> BackendInfo.Role.STANDBY;
            case SERVING ->
                backends.best(backend.type()).filter(backend::equals).isPresent()
                        ? BackendInfo.Role.CURRENT
                        : BackendInfo.Role.STANDBY;
        };
    }

    private List<String> guestsOf(Backend backend) {
        return guests.of(backend.type()).stream()
                .filter(guest -> guest.context().filter(keptBy(backend)).isPresent())
                .map(LaunchedGuest::id)
                .toList();
    }

    private Predicate<LaunchContext> keptBy(Backend backend) {
        return context -> backends.keeperOf(context).filter(backend::equals).isPresent();
    }

    /** The backend that is preferred for new work of a type. */
    public Optional<Backend> current(GuestType type) {
        return backends.preferred(type);
    }

    /** How many backends a bundle brought. */
    public long broughtBy(long bundle) {
        return backends.list().stream()
                .filter(backend -> backend.key().owner().bundle() == bundle)
                .count();
    }

    /** What the bundle of a location registers from now on gets no work. */
    public PendingBackends expect(String location) {
        return backends.expect(location);
    }

    /** Ends {@link #expect} for a bundle that is not wanted. */
    public void forget(String location) {
        backends.forget(location);
    }

    /** A launch to try backends with. */
    public CanaryLaunch rehearsal(Canary canary) {
        return CanaryLaunch.of(canary, platforms, calls);
    }

    /** What vendors' bundles did that still has an effect. */
    public List<VendorFault> faults() {
        return calls.faults();
    }

    /** Whether there are guests whose contexts a backend would have to take over from another schema. */
    public boolean hasToAdopt(Backend next) {
        return contexts(next).anyMatch(context -> !context.schema().equals(next.schema()));
    }

    /** Tries whether a backend takes over every context that it says it understands; nothing is changed. */
    public void tryAdopting(Backend next) {
        contexts(next).filter(context -> next.understands(context.schema())).forEach(next::adopted);
    }

    private Stream<LaunchContext> contexts(Backend next) {
        return guests.of(next.type()).stream().flatMap(guest -> guest.context().stream());
    }

    /** Moves traffic. */
    public void replace(Optional<Backend> old, Backend next) {
        backends.replace(old, next);
    }

    /**
     * Moves traffic back; the new backend keeps what only it understands until it has left.
     *
     * @return whether the new one had been given traffic
     */
    public boolean restore(Optional<Backend> old, Backend next) {
        return backends.restore(old, next);
    }

    /**
     * Waits until a backend that was replaced is idle and nobody can come in any more.
     *
     * @return false when guests need it: then it stays for them
     */
    public boolean leave(Backend backend, Limits limits) {
        return backend.gate().drain(() -> !guestsOf(backend).isEmpty(), limits);
    }

    /** As {@link #leave}, without waiting; false when it cannot leave now. */
    public boolean leaveNow(Backend backend) {
        return backend.gate().tryClose(() -> !guestsOf(backend).isEmpty());
    }

    /** Whether a backend that had been replaced serves again, because the one that replaced it went away. */
    public boolean serves(Backend backend) {
        return backend.gate().state() == Gate.State.SERVING;
    }

    /** Runs work after each end of a guest; it has to be short. */
    public void onGuestEnd(Runnable listener) {
        guests.onEnd(listener);
    }

    /** Notifies the listeners of this platform that a swap was not done. */
    public void report(SwapFailure failure) {
        guests.listener().notSwapped(failure);
    }

    /** Notifies the listeners of this platform that a swap was done. */
    public void report(SwapReport report) {
        guests.listener().swapped(report);
    }
}
