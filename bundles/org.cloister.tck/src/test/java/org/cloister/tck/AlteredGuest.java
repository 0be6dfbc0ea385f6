// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
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
import org.cloister.snp.SnpGuestSupport;

/**
 * A type as Cloister brings it, SEV-SNP where nothing else is said, for tests to break one method of. Of its
 * capabilities it has the reset alone.
 */
class AlteredGuest implements ConfidentialGuestSupport {
    final ConfidentialGuestSupport sound;

    AlteredGuest() {
        this(new SnpGuestSupport());
    }

    AlteredGuest(ConfidentialGuestSupport sound) {
        this.sound = sound;
    }

    @Override
    public GuestType type() {
        return sound.type();
    }

    @Override
    public int strength() {
        return sound.strength();
    }

    @Override
    public List<PropertyDescription> properties() {
        return sound.properties();
    }

    @Override
    public void requirePolicy(Map<String, String> bits) {
        sound.requirePolicy(bits);
    }

    @Override
    public List<HostNeed> hostNeeds() {
        return sound.hostNeeds();
    }

    @Override
    public ContextSchema contextSchema() {
        return sound.contextSchema();
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return sound.canAdopt(schema);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return sound.eligible(platform, request);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return sound.plan(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return sound.expect(plan);
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        return sound.init(request, plan, machine);
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return sound.start(context, machine);
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return sound.update(context, range, machine);
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        return sound.measure(context, machine);
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return sound.finish(context, machine);
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return sound.status(context, machine);
    }

    @Override
    public Optional<Canary> canary() {
        return sound.canary();
    }

    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability == GuestReset.class ? sound.capability(capability) : Optional.empty();
    }
}
