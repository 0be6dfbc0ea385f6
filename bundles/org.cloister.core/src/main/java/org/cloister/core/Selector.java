// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.CoreDoctor;
import org.cloister.core.guard.Answered;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.VendorText;
import org.cloister.core.settings.LaunchRules;

/**
 * Chooses type and platform. A type asked for by name is never replaced by another, and a platform never by one of
 * another trust: a guest that silently runs with less protection than was asked for is worse than one that does not
 * run.
 */
final class Selector {
    static final Comparator<Backend> STRONGEST_FIRST =
            Comparator.comparingInt(Backend::strength).reversed().thenComparing(Backend::type);

    private final Platforms platforms;
    private final Backends backends;
    private final GuardedCalls calls;
    private final Supplier<Optional<CoreDoctor>> doctor;

    /**
     * Chooses among platforms.
     *
     * @param doctor who says why something is not there; the one that is available at the moment
     */
    Selector(Platforms platforms, Backends backends, GuardedCalls calls, Supplier<Optional<CoreDoctor>> doctor) {
        this.platforms = platforms;
        this.backends = backends;
        this.calls = calls;
        this.doctor = doctor;
    }

    /** What is launched: a type's backend, the request as it read it, its plan, and where. */
    record Choice(Backend backend, GuestRequest request, LaunchPlan plan, Platforms.Offer platform) {}

    /**
     * What came of a selection.
     *
     * @param choice the chosen one, when there is one
     * @param failure how a type failed when it was asked, if one did
     */
    record Result(Selection selection, Optional<Choice> choice, Optional<CloisterException> failure) {}

    /** A type on a platform, and its answer there. */
    private record Judged(RequestPlanner.Planned type, Platforms.Offer offer, Answered<Eligibility> answer) {
        Candidate candidate(LaunchRequest request) {
            Backend backend = type.backend();
            String platform = offer.facts().vmm();
            return answer.value()
                    .map(verdict -> new Candidate(
                            backend.type(), platform, request.platform(), verdict.eligible(), reason(verdict)))
                    .orElseGet(() -> not(
                            backend,
                            platform,
                            request,
                            answer.failure().orElseThrow().problem().message()));
        }

        private static String reason(Eligibility verdict) {
            return VendorText.note(verdict.eligible() ? verdict.remark() : String.join("; ", verdict.obstacles()));
        }

        Optional<Choice> choice() {
            return answer.value()
                    .filter(Eligibility::eligible)
                    .map(verdict -> new Choice(
                            type.backend(), type.request(), type.plan().orElseThrow(), offer));
        }

        /** Whether the platform knows the type, even where it does not offer it now. */
        boolean known() {
            String name = type.backend().type().name();
            return offer.facts().offers(name) || offer.facts().absent().containsKey(name);
        }

        Optional<CloisterException> failure() {
            return answer.failure().filter(e -> e.problem().kind() == Problem.Kind.DEFECT);
        }
    }

    Result select(List<RequestPlanner.Planned> planned, LaunchRequest request, LaunchRules settings) {
        Platforms.Asked asked = planned.stream().anyMatch(type -> type.plan().isPresent())
                ? platforms.of(request.platform())
                : Platforms.Asked.NOBODY;
        List<Judged> judged = judge(planned, asked, settings);
        List<Candidate> candidates = new ArrayList<>();
        for (RequestPlanner.Planned type : planned) {
            type.wrong()
                    .ifPresent(e -> candidates.add(
                            not(type.backend(), "any", request, e.problem().message())));
            List<Judged> own = judged.stream().filter(one -> one.type() == type).toList();
            List<Candidate> others = type.plan()
                    .map(plan -> others(type.backend(), asked, request))
                    .orElse(List.of());
            // Where none knows the type, its own platform may be among those that failed: the first is the reason
            boolean known = own.stream().anyMatch(Judged::known);
            candidates.addAll(known ? List.of() : others);
            own.forEach(one -> candidates.add(down(one.candidate(request), one)));
            candidates.addAll(known ? others : List.of());
        }
        Optional<Candidate> chosen =
                candidates.stream().filter(Candidate::eligible).findFirst();
        chosen.ifPresent(first -> {
            candidates.remove(first);
            candidates.add(0, first);
        });
        return new Result(
                new Selection(chosen, candidates),
                judged.stream()
                        .flatMap(one -> one.choice().stream())
                        .findFirst()
                        .map(this::noted),
                judged.stream().flatMap(one -> one.failure().stream()).findFirst());
    }

    /** Nobody would see otherwise that another backend should have done it. */
    private Choice noted(Choice choice) {
        ServiceKey key = choice.backend().key();
        Set<Long> there = backends.list().stream()
                .map(backend -> backend.key().owner().bundle())
                .collect(Collectors.toSet());
        String[] notes = doctor.get().stream()
                .flatMap(asked -> asked.passedOver(choice.backend().type(), there, key.ranking()).stream())
                .map(missed -> missed.subject() + " ranks higher than " + key.provider() + " and is passed over: "
                        + String.join("; ", missed.chain()) + "; " + missed.remedy())
                .toArray(String[]::new);
        return notes.length == 0
                ? choice
                : new Choice(choice.backend(), choice.request(), choice.plan().noted(notes), choice.platform());
    }

    /** Each type on each platform. A type asked for by name is asked within its own launch, others side by side. */
    private List<Judged> judge(List<RequestPlanner.Planned> planned, Platforms.Asked asked, LaunchRules settings) {
        List<Judged> open = new ArrayList<>();
        for (RequestPlanner.Planned type : planned) {
            if (type.plan().isPresent()) {
                asked.offers().forEach(offer -> open.add(new Judged(type, offer, allowed(offer, settings))));
            }
        }
        List<Judged> toAsk = open.stream().filter(one -> one.answer() == null).toList();
        Iterator<Answered<Eligibility>> answers = calls.questionsOf(
                        planned.size() == 1, toAsk, one -> one.type().backend().vendor(), Selector::eligible)
                .iterator();
        return open.stream()
                .map(one -> one.answer() == null ? new Judged(one.type(), one.offer(), answers.next()) : one)
                .toList();
    }

    /** What the settings say; null when they allow the platform. */
    private static Answered<Eligibility> allowed(Platforms.Offer offer, LaunchRules settings) {
        try {
            settings.requirePlatform(offer.facts());
            return null;
        } catch (CloisterException e) {
            return new Answered<>(Optional.empty(), Optional.of(e));
        }
    }

    private static Eligibility eligible(Judged one) {
        return one.type().backend().call(support -> {
            GuestRequest asked = one.type().request();
            GuestRequest own = KeptSettings.forType(support.type(), support.properties(), asked);
            return support.eligible(one.offer().facts(), own);
        });
    }

    /** Platforms that did not answer, or that there are none. */
    private List<Candidate> others(Backend backend, Platforms.Asked asked, LaunchRequest request) {
        return asked.offers().isEmpty() && asked.failing().isEmpty()
                ? List.of(nowhere(backend, request))
                : asked.failing().stream()
                        .map(failing -> not(
                                backend,
                                failing.name(),
                                request,
                                failing.problem().message()))
                        .toList();
    }

    private Candidate nowhere(Backend backend, LaunchRequest request) {
        List<HostNeed> needs =
                Answered.of(() -> backend.ask(TypeCalls::hostNeeds)).value().orElse(List.of());
        return not(
                backend,
                "none",
                request,
                MissingDevices.describe(
                        request.platform(),
                        needs,
                        doctor.get().flatMap(asked -> asked.whyNoPlatform(request.platform()))));
    }

    /** Down to the first cause where a platform does not know the type: no other one here may do either. */
    private Candidate down(Candidate candidate, Judged judged) {
        if (candidate.eligible() || judged.known()) {
            return candidate;
        }
        return doctor.get()
                .flatMap(asked -> asked.whyNoPlatformFor(candidate.type()))
                .map(why -> new Candidate(
                        candidate.type(),
                        candidate.platform(),
                        candidate.trust(),
                        false,
                        candidate.reason() + "; " + String.join("; ", why.chain()) + "; " + why.remedy()))
                .orElse(candidate);
    }

    private static Candidate not(Backend backend, String platform, LaunchRequest request, String reason) {
        return new Candidate(backend.type(), platform, request.platform(), false, reason);
    }

    /**
     * The chosen one, or an exception with the reason why there is none: a wrong request before a type that failed, and
     * that before a host that cannot serve it.
     */
    static Choice require(Result result, List<RequestPlanner.Planned> planned, LaunchRequest request) {
        return result.choice()
                .orElseThrow(() -> planned.stream()
                        .flatMap(type -> type.mistake().stream())
                        .findFirst()
                        .or(() -> result.failure().filter(e -> request.type() instanceof TypeChoice.Named))
                        .orElseGet(() -> none(result.selection(), request)));
    }

    private static CloisterException none(Selection selection, LaunchRequest request) {
        Candidate first = selection.candidates().get(0);
        Problem problem = Problem.host(CoreCodes.SELECTION_NONE, "nothing here can launch this guest")
                .at(describe(request))
                .found(first.type() + " on " + first.platform() + ": " + first.reason());
        return new SelectionException(problem, selection);
    }

    private static String describe(LaunchRequest request) {
        String type =
                request.type() instanceof TypeChoice.Named named ? named.type().name() : "auto";
        return "type " + type + ", platform " + request.platform().name().toLowerCase(Locale.ROOT);
    }
}
