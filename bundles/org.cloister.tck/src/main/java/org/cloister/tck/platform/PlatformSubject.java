// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCalls;
import org.cloister.tck.stage.Bench;
import org.cloister.tck.stage.LateUses;

/**
 * A platform that is looked at, with what is around it.
 *
 * @param vmm the platform
 * @param guest a guest type that it carries, where one is here
 * @param sample a request that the type accepts, where one is known
 * @param usage what counts what is in use, where it does
 * @param calls how it is called
 */
public record PlatformSubject(
        Vmm vmm,
        Optional<ConfidentialGuestSupport> guest,
        Optional<GuestRequest> sample,
        Optional<PlatformUsage> usage,
        VendorCalls calls) {
    private static final Set<String> NO_TYPES = Set.of(PlatformFacts.EXECUTION, PlatformFacts.GUEST_REQUESTS);
    private static final long MEMORY = 4 << 20;

    PlatformFacts facts() {
        return calls.ask("facts", vmm::facts);
    }

    /** The machine that is asked for: the one of the guest type here, else a small one of a type that is offered. */
    MachineSpec spec() {
        if (guest.isPresent() && sample.isPresent()) {
            LaunchPlan plan = plan();
            return new MachineSpec(
                    plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
        }
        return of(offered(), MEMORY, 1);
    }

    static MachineSpec of(GuestType type, long memory, int vcpus) {
        return new MachineSpec(type, List.of(new MemoryRegion("ram", 0, memory)), vcpus);
    }

    VirtualMachine create() {
        MachineSpec spec = spec();
        return calls.ask("create", () -> vmm.create(spec));
    }

    void close(VirtualMachine machine) {
        calls.tell("VirtualMachine.close", machine::close);
    }

    /** With a guest type; without one, what needs it is not performed. */
    Bench bench() {
        return new Bench(carried(), vmm, request(), calls, new LateUses());
    }

    LaunchPlan plan() {
        return carried().plan(request());
    }

    private ConfidentialGuestSupport carried() {
        return guest.orElseThrow(() -> CheckEnd.notPerformed(
                "no guest type here is carried by it: give the jar of one beside it, whose canary names it"));
    }

    private GuestRequest request() {
        return sample.orElseThrow(() -> CheckEnd.notPerformed("no request to launch"));
    }

    private GuestType offered() {
        return facts().features().keySet().stream()
                .filter(word -> !NO_TYPES.contains(word))
                .sorted()
                .flatMap(word -> named(word).stream())
                .findFirst()
                .orElseThrow(() -> CheckEnd.notPerformed("it offers no guest type here: " + facts().absent()));
    }

    private static Optional<GuestType> named(String word) {
        try {
            return Optional.of(new GuestType(word));
        } catch (CloisterException e) {
            return Optional.empty();
        }
    }
}
