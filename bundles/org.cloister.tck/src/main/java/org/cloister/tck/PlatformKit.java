// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.CheckObserver;
import org.cloister.tck.check.CheckResult;
import org.cloister.tck.check.CheckRun;
import org.cloister.tck.check.ContractRule;
import org.cloister.tck.check.VendorCalls;
import org.cloister.tck.platform.PlatformSubject;
import org.cloister.tck.platform.VmmRules;

/**
 * Puts a platform through every rule of {@link Vmm} and of the machines that it makes. Immutable; a run takes seconds.
 *
 * @param vmm the platform
 * @param guest a guest type that it carries; without one, what needs it is not performed
 * @param request what is launched; without one the guest type's canary
 * @param usage what counts what is in use, where the platform does
 * @param limit how long one call may take
 */
public record PlatformKit(
        Vmm vmm,
        Optional<ConfidentialGuestSupport> guest,
        Optional<GuestRequest> request,
        Optional<PlatformUsage> usage,
        Duration limit) {
    /** Checks that all parts are there. */
    public PlatformKit {
        Objects.requireNonNull(vmm, "vmm");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(limit, "limit");
    }

    /** For a platform and a type with a canary that it carries. */
    public static PlatformKit of(Vmm vmm, ConfidentialGuestSupport guest) {
        return new PlatformKit(vmm, Optional.of(guest), Optional.empty(), Optional.empty(), GuestTypeKit.LIMIT);
    }

    /** With another request than the canary's. */
    public PlatformKit launching(GuestRequest other) {
        return new PlatformKit(vmm, guest, Optional.of(other), usage, limit);
    }

    /** With another limit for each call. */
    public PlatformKit within(Duration each) {
        return new PlatformKit(vmm, guest, request, usage, each);
    }

    /** All rules, those without a check too. */
    public static List<ContractRule> rules() {
        return VmmRules.table().rules();
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
        Optional<GuestRequest> sample = request.or(() -> guest.flatMap(support -> Canaries.requestOf(support, calls)));
        PlatformSubject subject = new PlatformSubject(vmm, guest, sample, usage, calls);
        return new CheckRun<>(VmmRules.table().checks(), observer).of(subject, wanted);
    }
}
