// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.CoreDoctor;
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
    private final Supplier<Optional<CoreDoctor>> doctor;

    /**
     * Chooses among platforms.
     *
     * @param doctor who says why something is not there; the one that is available at the moment
     */
    Selector(Platforms platforms, Supplier<Optional<CoreDoctor>> doctor) {
        this.platforms = platforms;
        this.doctor = doctor;
    }

    /** What is launched: a type's backend, the request as it read it, its plan, and where. */
    record Choice(Backend backend, GuestRequest request, LaunchPlan plan, Platforms.Offer platform) {}

    /** The chosen one, when there is one, with all that were considered. */
    record Result(Selection selection, Optional<Choice> choice) {}

    Result select(List<RequestPlanner.Planned> planned, LaunchRequest request, LaunchRules settings) {
        List<Candidate> candidates = new ArrayList<>();
        List<Choice> possible = new ArrayList<>();
        planned.forEach(type -> consider(type, request, settings, candidates, possible));
        Optional<Candidate> chosen =
                candidates.stream().filter(Candidate::eligible).findFirst();
        chosen.ifPresent(first -> {
            candidates.remove(first);
            candidates.add(0, first);
        });
        return new Result(
                new Selection(chosen, candidates), possible.stream().findFirst().map(this::noted));
    }

    /** Nobody would see otherwise that another backend should have done it. */
    private Choice noted(Choice choice) {
        ServiceKey key = choice.backend().key();
        String[] notes = doctor.get().stream()
                .flatMap(asked ->
                        asked.passedOver(choice.backend().type(), key.owner().bundle(), key.ranking()).stream())
                .map(missed -> missed.subject() + " ranks higher than " + key.provider() + " and is passed over: "
                        + String.join("; ", missed.chain()) + "; " + missed.remedy())
                .toArray(String[]::new);
        return notes.length == 0
                ? choice
                : new Choice(choice.backend(), choice.request(), choice.plan().noted(notes), choice.platform());
    }

    /**
     * The chosen one, or an exception with the reason why there is none: a wrong request before a host that cannot
     * serve it.
     */
    static Choice require(Result result, List<RequestPlanner.Planned> planned, LaunchRequest request) {
        return result.choice()
                .orElseThrow(() -> planned.stream()
                        .flatMap(type -> type.mistake().stream())
                        .findFirst()
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

    private void consider(
            RequestPlanner.Planned type,
            LaunchRequest request,
            LaunchRules settings,
            List<Candidate> candidates,
            List<Choice> possible) {
        type.wrong()
                .ifPresent(e -> candidates.add(
                        not(type.backend(), "any", request, e.problem().message())));
        type.plan().ifPresent(plan -> {
            List<Platforms.Offer> offers = platforms.of(request.platform());
            if (offers.isEmpty()) {
                candidates.add(nowhere(type.backend(), request));
            }
            for (Platforms.Offer offer : offers) {
                Candidate candidate = down(judge(type, offer, request, settings), offer);
                candidates.add(candidate);
                if (candidate.eligible()) {
                    possible.add(new Choice(type.backend(), type.request(), plan, offer));
                }
            }
        });
    }

    private Candidate nowhere(Backend backend, LaunchRequest request) {
        String reason = MissingDevices.describe(
                request.platform(),
                backend.call(ConfidentialGuestSupport::hostNeeds),
                doctor.get().flatMap(asked -> asked.whyNoPlatform(request.platform())));
        return not(backend, "none", request, reason);
    }

    /** Down to the first cause where a platform does not know the type: no other one here may do either. */
    private Candidate down(Candidate candidate, Platforms.Offer offer) {
        String type = candidate.type().name();
        if (candidate.eligible()
                || offer.facts().offers(type)
                || offer.facts().absent().containsKey(type)) {
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

    private static Candidate judge(
            RequestPlanner.Planned type, Platforms.Offer offer, LaunchRequest request, LaunchRules settings) {
        String platform = offer.facts().vmm();
        try {
            settings.requirePlatform(offer.facts());
        } catch (CloisterException e) {
            return not(type.backend(), platform, request, e.problem().message());
        }
        Eligibility verdict = type.backend()
                .call(support -> support.eligible(
                        offer.facts(), KeptSettings.forType(support.type(), support.properties(), type.request())));
        String reason = verdict.eligible() ? verdict.remark() : String.join("; ", verdict.obstacles());
        return new Candidate(type.backend().type(), platform, request.platform(), verdict.eligible(), reason);
    }
}
