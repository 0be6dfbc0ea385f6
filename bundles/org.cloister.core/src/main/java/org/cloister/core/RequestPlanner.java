// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.KnownTypes;
import org.cloister.core.guard.Answered;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.PolicyDefaults;

/**
 * Which types a request may be for, and what each would put into the guest. Comes before any platform is asked: a
 * request that is wrong is wrong on every host.
 */
final class RequestPlanner {
    private final Backends backends;
    private final GuardedCalls calls;
    private final Supplier<Optional<Doctor>> doctor;

    /**
     * Asks a doctor about types that are not there.
     *
     * @param doctor the doctor that is available at the moment
     */
    RequestPlanner(Backends backends, GuardedCalls calls, Supplier<Optional<Doctor>> doctor) {
        this.backends = backends;
        this.calls = calls;
        this.doctor = doctor;
    }

    /**
     * A type's reading of a request.
     *
     * @param request as it was read, completed by the settings
     * @param plan what it would put in; empty when the request is wrong in its eyes, or the settings forbid it
     * @param wrong what is wrong then
     */
    record Planned(
            Backend backend, GuestRequest request, Optional<LaunchPlan> plan, Optional<CloisterException> wrong) {
        /** What the caller has to correct in the request. */
        Optional<CloisterException> mistake() {
            return wrong.filter(e -> e.problem().kind() == Problem.Kind.INPUT);
        }
    }

    /** Every type that comes into question, strongest first. */
    List<Planned> plan(LaunchRequest request, LaunchRules settings) {
        if (request.type() instanceof TypeChoice.Named named) {
            Backend backend = required(named.type());
            Planned planned =
                    calls.planningOf(backend.vendor(), () -> tried(backend, guest(backend, request), settings));
            planned.mistake().ifPresent(e -> {
                throw e;
            });
            return List.of(planned);
        }
        List<Backend> strong = strongEnough((TypeChoice.Auto) request.type());
        List<Answered<Planned>> answers =
                calls.plannings(strong, Backend::vendor, backend -> tried(backend, guest(backend, request), settings));
        List<Planned> planned = new ArrayList<>();
        for (int i = 0; i < strong.size(); i++) {
            planned.add(planned(strong.get(i), request.guest(), answers.get(i)));
        }
        return planned;
    }

    /** What is asked of a type: with the firmware that was given for types that need one. */
    private static GuestRequest guest(Backend backend, LaunchRequest request) {
        GuestRequest guest = request.guest();
        boolean filled = !guest.hasFirmware() && request.fallback().isPresent() && needsFirmware(backend);
        return filled ? guest.withFirmware(request.fallback().get()) : guest;
    }

    /** Whether guests of a type begin with firmware; where it is not there nobody knows otherwise. */
    boolean needsFirmware(GuestType type) {
        return backends.best(type).map(RequestPlanner::needsFirmware).orElse(true);
    }

    private static boolean needsFirmware(Backend backend) {
        return backend.ask(TypeCalls::needsFirmware);
    }

    /** A type that fails is not possible; what the settings got wrong is wrong for all. */
    private static Planned planned(Backend backend, GuestRequest request, Answered<Planned> answer) {
        return answer.value().orElseGet(() -> {
            CloisterException failure = answer.failure().orElseThrow();
            if (failure.problem().code().equals(CoreCodes.SETTINGS_POLICY)) {
                throw failure;
            }
            return new Planned(backend, request, Optional.empty(), Optional.of(failure));
        });
    }

    /** What a type puts into a guest, and its digest; empty for a type that nobody knows. */
    Optional<Expectation> expect(GuestType type, GuestRequest request) {
        return known(type)
                .map(backend -> backend.askForPlan(support -> {
                    LaunchPlan plan = plan(support, request);
                    return new Expectation(plan, support.expect(plan));
                }));
    }

    /** With auto a request that is wrong or forbidden for one type may be right for a weaker one. */
    private Planned tried(Backend backend, GuestRequest request, LaunchRules settings) {
        try {
            settings.requireType(backend.type(), backend.strength(), installed());
            GuestRequest completed = settings.policies().complete(backend.type(), request);
            LaunchPlan plan = completed == request
                    ? plan(backend, request)
                    : completed(backend, request, completed, settings.policies());
            return new Planned(backend, completed, Optional.of(plan), Optional.empty());
        } catch (CloisterException e) {
            if (!mayDropOut(e.problem())) {
                throw e;
            }
            return new Planned(backend, request, Optional.empty(), Optional.of(e));
        }
    }

    /**
     * A policy that the settings give a type and that it cannot have is an error, and no leave to take a weaker type.
     */
    private static boolean mayDropOut(Problem problem) {
        return problem.kind() == Problem.Kind.INPUT
                || problem.code().startsWith(CoreCodes.SETTINGS_FAMILY)
                        && !problem.code().equals(CoreCodes.SETTINGS_POLICY);
    }

    /** What fails with the operator's policy and not without it is not a mistake of the caller. */
    private static LaunchPlan completed(
            Backend backend, GuestRequest request, GuestRequest completed, PolicyDefaults policies) {
        try {
            return plan(backend, completed).noted(policies.note(backend.type()));
        } catch (CloisterException e) {
            plan(backend, request);
            throw policies.blame(backend.type(), e);
        }
    }

    /** What a type puts into a guest, once the request is in its words. */
    static LaunchPlan plan(Backend backend, GuestRequest request) {
        return backend.call(support -> plan(support, request));
    }

    private static LaunchPlan plan(TypeCalls support, GuestRequest asked) {
        GuestRequest request = KeptSettings.forType(support.type(), support.properties(), asked);
        PropertyDescription.requireKnown(
                support.type(), support.properties(), request.properties().keySet());
        if (support.needsFirmware()) {
            request.requireFirmware(support.type());
        }
        return Plans.checked(support, support.plan(request));
    }

    private List<Backend> strongEnough(TypeChoice.Auto choice) {
        int floor = choice.minimum().map(type -> required(type).strength()).orElse(Integer.MIN_VALUE);
        List<Backend> strong = backends.bestOfEach().stream()
                .filter(backend -> backend.strength() >= floor)
                .toList();
        if (strong.isEmpty()) {
            throw Problem.host(CoreCodes.TYPE_NONE, "no guest type is installed")
                    .remedy("install and start a bundle that brings one, such as org.cloister.snp")
                    .exception();
        }
        return strong;
    }

    private Backend required(GuestType type) {
        return found(type).orElseThrow(() -> KnownTypes.unknown(type, installed()));
    }

    /** As {@link #found}; empty for a type that no bundle brings, neither one that is here nor one beside these. */
    private Optional<Backend> known(GuestType type) {
        boolean known = backends.best(type).isPresent()
                || doctor.get().map(there -> there.knows(type)).orElseGet(() -> KnownTypes.knows(type));
        return known ? found(type) : Optional.empty();
    }

    /** A type's backend. One that is known and not there is refused, by the doctor also one that nobody knows. */
    private Optional<Backend> found(GuestType type) {
        Optional<Backend> best = backends.best(type);
        if (best.isEmpty()) {
            doctor.get().flatMap(there -> there.whyMissing(type)).ifPresent(diagnosis -> {
                throw missing(type, diagnosis);
            });
            KnownTypes.requireOther(type, installed());
        }
        return best;
    }

    /** The first line of the chain says what the problem itself says. */
    private static CloisterException missing(GuestType type, Diagnosis diagnosis) {
        return Problem.host(CoreCodes.TYPE_MISSING, "this guest type is not there")
                .at(type.name())
                .found(diagnosis.chain().stream().skip(1).collect(Collectors.joining("; ")))
                .remedy(diagnosis.remedy())
                .exception();
    }

    private List<String> installed() {
        return backends.bestOfEach().stream()
                .map(backend -> backend.type().name())
                .toList();
    }
}
