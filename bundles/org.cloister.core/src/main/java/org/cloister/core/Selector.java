package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;

/**
 * Chooses type and platform. A type asked for by name is never replaced by another, and a platform never by one of another trust:
 * a guest that silently runs with less protection than was asked for is worse than one that does not run.
 */
final class Selector {
    static final Comparator<Backend> STRONGEST_FIRST =
            Comparator.comparingInt(Backend::strength).reversed().thenComparing(Backend::type);

    private final Backends backends;
    private final Platforms platforms;

    Selector(Backends backends, Platforms platforms) {
        this.backends = backends;
        this.platforms = platforms;
    }

    /** A candidate with what is needed to launch it, or with what is wrong with the request in its eyes. */
    record Choice(Candidate candidate, Backend backend, Platforms.Offer platform, Optional<CloisterException> wrong) {
        Choice(Candidate candidate, Backend backend, Platforms.Offer platform) {
            this(candidate, backend, platform, Optional.empty());
        }
    }

    /** The chosen one, when there is one, with all that were considered. */
    record Result(Selection selection, Optional<Choice> choice, Optional<CloisterException> wrong) {}

    Result select(LaunchRequest request) {
        List<Choice> choices = types(request.type()).stream()
                .flatMap(backend -> on(backend, request).stream())
                .toList();
        Optional<Choice> chosen =
                choices.stream().filter(c -> c.candidate().eligible()).findFirst();
        List<Candidate> candidates = new ArrayList<>();
        chosen.ifPresent(choice -> candidates.add(choice.candidate()));
        choices.stream()
                .map(Choice::candidate)
                .filter(c -> !candidates.contains(c))
                .forEach(candidates::add);
        Optional<CloisterException> wrong =
                choices.stream().flatMap(choice -> choice.wrong().stream()).findFirst();
        return new Result(new Selection(chosen.map(Choice::candidate), candidates), chosen, wrong);
    }

    /** The chosen one, or the exception that tells why there is none: a wrong request before a host that cannot serve it. */
    Choice require(Result result, LaunchRequest request) {
        return result.choice().orElseThrow(() -> result.wrong().orElseGet(() -> none(result.selection(), request)));
    }

    private static CloisterException none(Selection selection, LaunchRequest request) {
        Candidate first = selection.candidates().get(0);
        Problem problem = Problem.host("selection.none", "nothing here can launch this guest")
                .at(describe(request))
                .found(first.type() + " on " + first.platform() + ": " + first.reason());
        return new SelectionException(problem, selection);
    }

    private static String describe(LaunchRequest request) {
        String type =
                request.type() instanceof TypeChoice.Named named ? named.type().name() : "auto";
        return "type " + type + ", platform " + request.platform().name().toLowerCase(Locale.ROOT);
    }

    private List<Backend> types(TypeChoice choice) {
        if (choice instanceof TypeChoice.Named named) {
            return List.of(required(named.type()));
        }
        Optional<GuestType> minimum = ((TypeChoice.Auto) choice).minimum();
        int floor = minimum.map(type -> required(type).strength()).orElse(Integer.MIN_VALUE);
        List<Backend> strong = backends.bestOfEach().stream()
                .filter(backend -> backend.strength() >= floor)
                .toList();
        if (strong.isEmpty()) {
            throw Problem.host("type.none", "no guest type is installed")
                    .remedy("install and start a bundle that brings one, such as org.cloister.snp")
                    .exception();
        }
        return strong;
    }

    private Backend required(GuestType type) {
        return backends.best(type).orElseThrow(() -> KnownTypes.missing(type, backends.bestOfEach()));
    }

    private List<Choice> on(Backend backend, LaunchRequest request) {
        List<Platforms.Offer> offers = platforms.of(request.platform());
        try {
            backend.run(support -> Properties.check(support, request.guest().properties()));
            return offers.isEmpty()
                    ? List.of(new Choice(nowhere(backend, request.platform()), backend, null))
                    : offers.stream()
                            .map(offer -> judge(backend, offer, request))
                            .toList();
        } catch (CloisterException e) {
            return List.of(wrong(backend, request, e));
        }
    }

    /** With auto a request that is wrong for one type may be right for a weaker one. */
    private static Choice wrong(Backend backend, LaunchRequest request, CloisterException e) {
        if (request.type() instanceof TypeChoice.Named || e.problem().kind() != Problem.Kind.INPUT) {
            throw e;
        }
        String reason = e.problem().message();
        Candidate candidate = new Candidate(backend.type(), "any", request.platform(), false, reason);
        return new Choice(candidate, backend, null, Optional.of(e));
    }

    private static Choice judge(Backend backend, Platforms.Offer offer, LaunchRequest request) {
        Eligibility verdict = backend.call(support -> support.eligible(offer.facts(), request.guest()));
        String reason = verdict.eligible() ? verdict.remark() : String.join("; ", verdict.obstacles());
        Candidate candidate =
                new Candidate(backend.type(), offer.facts().vmm(), request.platform(), verdict.eligible(), reason);
        return new Choice(candidate, backend, offer);
    }

    private static Candidate nowhere(Backend backend, Trust trust) {
        String reason = HostLack.describe(trust, backend.call(ConfidentialGuestSupport::hostNeeds));
        return new Candidate(backend.type(), "none", trust, false, reason);
    }
}
