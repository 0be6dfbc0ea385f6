// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.platform.PlatformFacts;

/**
 * A vendor's guest type, called the guarded way, in the thread that asks. The methods are those of
 * {@link ConfidentialGuestSupport}. What never changes is asked once.
 */
public final class TypeCalls {
    private static final int LONGEST_DIGEST = 4096;

    private final ConfidentialGuestSupport support;
    private final Vendor vendor;
    private final GuardedCalls calls;
    private final GuestType type;
    private final int strength;
    private final ContextSchema schema;

    private TypeCalls(ConfidentialGuestSupport support, Vendor vendor, GuardedCalls calls) {
        this.support = support;
        this.vendor = vendor;
        this.calls = calls;
        this.type = calls.inside(call("type"), support::type);
        this.strength = calls.inside(call("strength"), support::strength);
        this.schema = calls.inside(call("contextSchema"), support::contextSchema);
    }

    /** Gets a service and asks it who it is. */
    public static TypeCalls of(Supplier<ConfidentialGuestSupport> service, Vendor vendor, GuardedCalls calls) {
        return new TypeCalls(calls.inside(new VendorCall(vendor, "getService"), service::get), vendor, calls);
    }

    private VendorCall call(String method) {
        return new VendorCall(vendor, method);
    }

    public Vendor vendor() {
        return vendor;
    }

    public GuestType type() {
        return type;
    }

    public int strength() {
        return strength;
    }

    public ContextSchema contextSchema() {
        return schema;
    }

    public List<PropertyDescription> properties() {
        return calls.inside(call("properties"), () -> List.copyOf(support.properties()));
    }

    public void requirePolicy(Map<String, String> bits) {
        calls.insideVoid(call("requirePolicy"), () -> support.requirePolicy(bits));
    }

    public List<HostNeed> hostNeeds() {
        return calls.inside(call("hostNeeds"), () -> List.copyOf(support.hostNeeds()));
    }

    public boolean needsFirmware() {
        return calls.inside(call("needsFirmware"), support::needsFirmware);
    }

    public boolean measuresBeforeFinish() {
        return calls.inside(call("measuresBeforeFinish"), support::measuresBeforeFinish);
    }

    public boolean canAdopt(ContextSchema other) {
        return calls.inside(call("canAdopt"), () -> support.canAdopt(other));
    }

    public LaunchContext adopt(LaunchContext older) {
        return calls.inside(call("adopt"), () -> support.adopt(older));
    }

    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return calls.inside(call("eligible"), () -> support.eligible(platform, request));
    }

    public LaunchPlan plan(GuestRequest request) {
        return calls.inside(call("plan"), () -> support.plan(request));
    }

    public Optional<Measurement> expect(LaunchPlan plan) {
        VendorCall call = call("expect");
        Optional<Measurement> expected = calls.inside(call, () -> support.expect(plan));
        expected.ifPresent(measurement -> requireDigest(call, measurement));
        return expected;
    }

    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        return calls.inside(call("init"), () -> support.init(request, plan, machine));
    }

    public LaunchContext start(LaunchContext context, Machine machine) {
        return calls.inside(call("start"), () -> support.start(context, machine));
    }

    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return calls.inside(call("update"), () -> support.update(context, range, machine));
    }

    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        VendorCall call = call("measure");
        Outcome<Measurement> outcome = calls.inside(call, () -> support.measure(context, machine));
        requireDigest(call, outcome.value());
        return outcome;
    }

    private static void requireDigest(VendorCall call, Measurement measurement) {
        int bytes = measurement.value().length();
        if (bytes > LONGEST_DIGEST) {
            throw Blame.answered(call, "a digest of " + bytes + " bytes, which is more than " + LONGEST_DIGEST);
        }
    }

    public LaunchContext finish(LaunchContext context, Machine machine) {
        return calls.inside(call("finish"), () -> support.finish(context, machine));
    }

    public GuestStatus status(LaunchContext context, Machine machine) {
        return calls.inside(call("status"), () -> support.status(context, machine));
    }

    public Optional<Canary> canary() {
        return calls.inside(call("canary"), support::canary);
    }

    /** Something more that it can do. */
    public <C extends GuestCapability> Optional<AbilityCalls<C>> capability(Class<C> capability) {
        Optional<C> found = calls.inside(call("capability"), () -> support.capability(capability));
        return found.map(ability -> new AbilityCalls<>(ability, vendor, calls));
    }
}
