// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.core.Backend;
import org.cloister.core.CanaryLaunch;
import org.cloister.core.Replacement;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.Answered;
import org.cloister.core.guard.TypeCalls;

/**
 * Tries a new backend before it gets work: the same request through old and new, and a launch that the old one began
 * and the new one ends. An old one that fails in it is not compared with. Runs in a thread of its own, which is
 * abandoned when it does not end in time.
 */
final class CanaryRun {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Optional<Backend> old;
    private final Backend next;
    private final Comparison comparison;
    private final CanaryLaunch rehearsal;
    private final Limits limits;

    private CanaryRun(
            Optional<Backend> old, Backend next, Comparison comparison, CanaryLaunch rehearsal, Limits limits) {
        this.old = old;
        this.next = next;
        this.comparison = comparison;
        this.rehearsal = rehearsal;
        this.limits = limits;
    }

    /** Tries it; notes for the operator. */
    static List<String> of(
            Optional<Backend> old, Backend next, Set<String> accepted, Replacement replacement, Limits given) {
        Limits limits = TimedCall.shorter(given, LONGEST);
        Comparison comparison = new Comparison(accepted);
        AtomicReference<CanaryLaunch> made = new AtomicReference<>();
        try {
            return TimedCall.run("canary of " + next.key().owner(), limits, () -> {
                made.set(replacement.rehearsal(canary(old, next)));
                return new CanaryRun(old, next, comparison, made.get(), limits).run();
            });
        } finally {
            // Not in the thread of the canary: it may hang
            Optional.ofNullable(made.get()).ifPresent(CanaryLaunch::close);
        }
    }

    /** The old one's, if it names one: what it fails at is no reason to keep it where the new one names a canary. */
    static Canary canary(Optional<Backend> old, Backend next) {
        Optional<Answered<Optional<Canary>>> before =
                old.map(backend -> Answered.of(() -> backend.ask(TypeCalls::canary)));
        return before.flatMap(Answered::value)
                .flatMap(named -> named)
                .or(() -> next.ask(TypeCalls::canary))
                .orElseThrow(() -> before.flatMap(Answered::failure).orElseGet(() -> none(next)));
    }

    private static CloisterException none(Backend next) {
        return Problem.input(CoreCodes.SWAP_CANARY_NONE, "this guest type names no platform for a canary")
                .at(next.type().name())
                .remedy("swap without a canary")
                .exception();
    }

    private List<String> run() {
        LaunchPlan planned = tried(next, () -> rehearsal.plan(next));
        Measurement digest = tried(next, () -> rehearsal.launch(next, limits));
        requireExpected(planned, digest);
        if (old.isEmpty()) {
            return List.of("there was no backend to compare with");
        }
        Backend before = old.get();
        List<String> notes = new ArrayList<>();
        ofOld(before, notes).ifPresent(made -> {
            comparison.plans(made.plan(), planned);
            comparison.digests(made.digest(), digest);
            if (next.understands(before.schema())) {
                comparison.digests(made.digest(), tried(next, () -> rehearsal.launch(before, next, limits)));
            }
        });
        if (!next.understands(before.schema())) {
            notes.add(
                    "contexts of schema " + before.schema() + " are not adopted: the old backend stays for its guests");
        }
        notes.addAll(comparison.judged(next.key().owner().toString()));
        return notes;
    }

    /** What it launched has to be what it says of its plan: one that plans otherwise each time does not pass. */
    private void requireExpected(LaunchPlan planned, Measurement digest) {
        Optional<Measurement> expected = tried(next, () -> next.askForPlan(support -> support.expect(planned)));
        List<String> different =
                expected.map(shown -> shown.differences(digest)).orElse(List.of());
        if (!different.isEmpty()) {
            throw failed(
                    next,
                    different.stream()
                            .map(name -> name + " of its plan " + expected.get().told(name) + ", of its launch "
                                    + digest.told(name))
                            .collect(Collectors.joining("; ")));
        }
    }

    /** What the old backend made of the canary. */
    private record Made(LaunchPlan plan, Measurement digest) {}

    /** Empty, with a note, where the old one fails in it, or takes half of the time: that is no reason to keep it. */
    private Optional<Made> ofOld(Backend before, List<String> notes) {
        Limits half = limits.deadline()
                .map(deadline -> TimedCall.shorter(limits, Duration.ofNanos(deadline.remainingNanos() / 2)))
                .orElse(limits);
        try {
            return Optional.of(TimedCall.run(
                    "canary of " + before.key().owner(),
                    half,
                    () -> new Made(rehearsal.plan(before), rehearsal.launch(before, half))));
        } catch (CloisterException e) {
            limits.check();
            notes.add("the old backend " + before.key().owner()
                    + " fails in its canary, so the new one was judged by itself: "
                    + e.problem().message());
            return Optional.empty();
        }
    }

    private static <T> T tried(Backend backend, Supplier<T> work) {
        try {
            return work.get();
        } catch (CloisterException e) {
            if (e.problem().kind() == Problem.Kind.CANCELLED || e.problem().kind() == Problem.Kind.DEADLINE) {
                throw e;
            }
            // As text only: the exception may hold on to the classes of a bundle that is about to go
            throw failed(backend, e.problem().message());
        }
    }

    private static CloisterException failed(Backend backend, String found) {
        return Problem.operation(CoreCodes.SWAP_CANARY, "the canary failed")
                .at(backend.key().owner().toString())
                .found(found)
                .remedy("the old backend goes on; without a canary the new one would have failed launches")
                .exception();
    }
}
