// SPDX-License-Identifier: Apache-2.0
package org.cloister.seves;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.legacy.LegacyGuest;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * SEV-ES guests: memory and registers are encrypted, and the initial registers of every vCPU are measured behind what
 * SEV measures. What such a guest cannot have, {@link org.cloister.amd.launch.EsRestriction} lists with reasons.
 */
@Component(service = ConfidentialGuestSupport.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SevEsGuestSupport
        implements ConfidentialGuestSupport, SecretInjection, DebugAccess, HostAttestation, GuestReset {
    private static final GuestType TYPE = SevPlanner.SEV_ES;
    private static final ContextSchema SCHEMA = new ContextSchema("org.cloister.seves", 1);

    private final LegacyGuest guest = new LegacyGuest(TYPE, SCHEMA);

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public int strength() {
        return 200;
    }

    @Override
    public List<PropertyDescription> properties() {
        return guest.properties();
    }

    @Override
    public void requirePolicy(Map<String, String> bits) {
        guest.requirePolicy(bits);
    }

    @Override
    public List<HostNeed> hostNeeds() {
        return HostNeeds.ALL;
    }

    @Override
    public ContextSchema contextSchema() {
        return SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(SCHEMA);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return guest.eligible(platform, request);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return guest.plan(request);
    }

    /** Unknown beforehand: the measurement depends on the session's key and the firmware's nonce. */
    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return Optional.empty();
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        return guest.init(request, machine);
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return guest.start(context, machine);
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return guest.update(context, range, machine);
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        return guest.measure(context, machine);
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return guest.finish(context, machine);
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return guest.status(context, machine);
    }

    @Override
    public LaunchContext injectSecret(
            LaunchContext context, Bytes header, Bytes payload, OptionalLong gpa, Machine machine) {
        return guest.injectSecret(context, header, payload, gpa, machine);
    }

    @Override
    public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
        return guest.debugRead(context, gpa, length, machine);
    }

    @Override
    public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
        guest.debugWrite(context, gpa, plaintext, machine);
    }

    @Override
    public Bytes report(LaunchContext context, Bytes nonce, Machine machine) {
        return guest.report(nonce, machine);
    }

    @Override
    public GuestRequest reset(LaunchContext context) {
        return guest.reset(context);
    }
}
