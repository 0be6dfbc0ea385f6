// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import com.example.capsulevm.CapsuleChannel;
import com.example.capsulevm.CapsuleDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Guests of type {@code capsule}: a labelled image that begins at a fixed address. What goes in is planned by
 * {@link CapsulePlan}, and measured by the capsule processor that {@link CapsuleChannel} leads to.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class CapsuleGuest implements ConfidentialGuestSupport {
    static final GuestType TYPE = new GuestType("capsule");

    /** Weaker than SEV (100), so that auto never takes it where a protected guest is possible. */
    private static final int STRENGTH = 10;

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public int strength() {
        return STRENGTH;
    }

    @Override
    public List<PropertyDescription> properties() {
        return CapsuleSettings.DESCRIPTIONS;
    }

    @Override
    public ContextSchema contextSchema() {
        return CapsuleContext.SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(CapsuleContext.SCHEMA);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        List<String> obstacles = new ArrayList<>();
        if (!platform.offers(TYPE.name())) {
            obstacles.add(platform.whyNot(TYPE.name()) + "; capsules are for com.example.capsulevm, which is emulated");
        }
        limit("vCPUs", request.vcpus(), platform.number("max-vcpus"), obstacles);
        limit("bytes of memory", request.memory(), platform.number("max-memory"), obstacles);
        return obstacles.isEmpty() ? Eligibility.yes(platform.features().get(TYPE.name())) : Eligibility.no(obstacles);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return CapsulePlan.of(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        CapsuleDigest digest = CapsuleDigest.of(plan.policy().value());
        for (InitialRange range : plan.ranges()) {
            digest = digest.and(range.gpa(), range.kind(), range.content().orElseThrow());
        }
        for (VcpuState vcpu : plan.vcpus()) {
            digest = digest.and(vcpu);
        }
        return Optional.of(measurement(digest.value(), Measurement.Source.COMPUTED));
    }

    /** A small capsule on the software platform. */
    @Override
    public Optional<Canary> canary() {
        Image image = new Image("canary", Bytes.of(new byte[] {1}));
        GuestRequest request = new GuestRequest(image, Optional.empty(), 1, "any", 2 << 20, Map.of("label", "canary"));
        return Optional.of(new Canary("capsulevm", request));
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        machine.channel(CapsuleChannel.class);
        return CapsuleContext.first(plan).values();
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        machine.channel(CapsuleChannel.class)
                .open(new CapsuleContext(context).policy().value());
        return context;
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        CapsulePlan.requireKind(range);
        machine.memory().hostView().write(range.gpa(), range.content().orElseThrow());
        machine.channel(CapsuleChannel.class).put(range.gpa(), range.size(), range.kind());
        return new CapsuleContext(context).with(range).values();
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        Bytes digest = machine.channel(CapsuleChannel.class).digest();
        return new Outcome<>(context, measurement(digest, Measurement.Source.FIRMWARE));
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        machine.channel(CapsuleChannel.class).seal();
        return context;
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        if (!machine.channel(CapsuleChannel.class).sealed()) {
            return new GuestStatus("open", false, "the capsule is not sealed");
        }
        return new CapsuleContext(context)
                .firstSharedPage(machine.memory())
                .map(gpa -> new GuestStatus("sealed", false, "page 0x" + Long.toHexString(gpa) + " is shared"))
                .orElse(new GuestStatus("sealed", true, ""));
    }

    /** Capsules can be moved. */
    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability == GuestTransfer.class
                ? Optional.of(capability.cast(new CapsuleTransfer()))
                : Optional.empty();
    }

    private static Measurement measurement(Bytes digest, Measurement.Source source) {
        return Measurement.of(CapsuleDigest.ALGORITHM, digest, source);
    }

    private static void limit(String what, long wanted, OptionalLong limit, List<String> obstacles) {
        if (limit.isPresent() && wanted > limit.getAsLong()) {
            obstacles.add(wanted + " " + what + " are above this platform's limit of " + limit.getAsLong());
        }
    }
}
