// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.snp.SnpGuestSupport;

/** Does what the shipped backend does, with contexts of a schema that may be another. */
public class Delegating implements ConfidentialGuestSupport {
    private final ConfidentialGuestSupport real = new SnpGuestSupport();

    private LaunchContext in(LaunchContext context) {
        return context.under(real.contextSchema());
    }

    private LaunchContext out(LaunchContext context) {
        return context.under(contextSchema());
    }

    @Override
    public GuestType type() {
        return real.type();
    }

    @Override
    public int strength() {
        return real.strength();
    }

    @Override
    public List<PropertyDescription> properties() {
        return real.properties();
    }

    @Override
    public ContextSchema contextSchema() {
        return real.contextSchema();
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(contextSchema());
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return real.eligible(platform, request);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return real.plan(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return real.expect(plan);
    }

    @Override
    public Optional<Canary> canary() {
        return real.canary();
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        return out(real.init(request, plan, machine));
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return out(real.start(in(context), machine));
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return out(real.update(in(context), range, machine));
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        Outcome<Measurement> outcome = real.measure(in(context), machine);
        return new Outcome<>(out(outcome.context()), outcome.value());
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return out(real.finish(in(context), machine));
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return real.status(in(context), machine);
    }
}
