// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.CheckObserver;
import org.cloister.tck.check.CheckResult;
import org.cloister.tck.check.CheckRun;
import org.cloister.tck.check.ContractRule;
import org.cloister.tck.check.VendorCalls;
import org.cloister.tck.guest.GuestTypeRules;
import org.cloister.tck.guest.GuestTypeSubject;
import org.cloister.tck.stage.LateUses;

/**
 * Puts a guest type through every rule of {@link ConfidentialGuestSupport}. Immutable; a run takes seconds.
 *
 * @param support the guest type
 * @param platform a platform that carries it; without one, what needs it is not performed
 * @param request a request that it accepts; without one its canary's
 * @param others other backends of the same type, to take launches over from and hand them over to
 * @param limit how long one call may take
 */
public record GuestTypeKit(
        ConfidentialGuestSupport support,
        Optional<Vmm> platform,
        Optional<GuestRequest> request,
        List<ConfidentialGuestSupport> others,
        Duration limit) {
    /** What one call may take where nothing else is said. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** Copies the list. */
    public GuestTypeKit {
        Objects.requireNonNull(support, "support");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(limit, "limit");
        others = List.copyOf(others);
    }

    /** For a type with a canary, on a platform. */
    public static GuestTypeKit of(ConfidentialGuestSupport support, Vmm platform) {
        return new GuestTypeKit(support, Optional.of(platform), Optional.empty(), List.of(), LIMIT);
    }

    /** With another request than the canary's. */
    public GuestTypeKit launching(GuestRequest other) {
        return new GuestTypeKit(support, platform, Optional.of(other), others, limit);
    }

    /** With other backends of the type. */
    public GuestTypeKit beside(ConfidentialGuestSupport... backends) {
        return new GuestTypeKit(support, platform, request, List.of(backends), limit);
    }

    /** With another limit for each call. */
    public GuestTypeKit within(Duration each) {
        return new GuestTypeKit(support, platform, request, others, each);
    }

    /** All rules, those without a check too. */
    public static List<ContractRule> rules() {
        return GuestTypeRules.table().rules();
    }

    /** Performs all checks, in their order. */
    public List<CheckResult> results() {
        return results(name -> true, CheckObserver.SILENT);
    }

    /**
     * Performs checks, in their order.
     *
     * @param wanted names of those whose results are wanted
     * @param observer learns of each
     */
    public List<CheckResult> results(Predicate<String> wanted, CheckObserver observer) {
        VendorCalls calls = new VendorCalls(limit);
        Optional<GuestRequest> sample = request.or(() -> Canaries.requestOf(support, calls));
        GuestTypeSubject subject = new GuestTypeSubject(support, platform, sample, others, calls, new LateUses());
        return new CheckRun<>(GuestTypeRules.table().checks(), observer).of(subject, wanted);
    }
}
