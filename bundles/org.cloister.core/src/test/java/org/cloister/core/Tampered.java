// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
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

/** A backend that does what another does, and lets a test interfere with each answer. */
class Tampered implements ConfidentialGuestSupport {
    private final ConfidentialGuestSupport real;

    Tampered(ConfidentialGuestSupport real) {
        this.real = real;
    }

    /** Called after each operation that answers with a context. */
    LaunchContext after(String operation, LaunchContext answer) {
        return answer;
    }

    /** Called before each operation with its machine. */
    void before(String operation, Machine machine) {}

    private LaunchContext around(
            String operation, Machine machine, LaunchContext in, UnaryOperator<LaunchContext> call) {
        before(operation, machine);
        return after(operation, call.apply(in));
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
    public List<HostNeed> hostNeeds() {
        return real.hostNeeds();
    }

    @Override
    public ContextSchema contextSchema() {
        return real.contextSchema();
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return real.canAdopt(schema);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return real.eligible(platform, request);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        before("plan", null);
        return real.plan(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return real.expect(plan);
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        before("init", machine);
        return after("init", real.init(request, plan, machine));
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return around("start", machine, context, in -> real.start(in, machine));
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return around("update", machine, context, in -> real.update(in, range, machine));
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        before("measure", machine);
        Outcome<Measurement> outcome = real.measure(context, machine);
        return new Outcome<>(after("measure", outcome.context()), outcome.value());
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return around("finish", machine, context, in -> real.finish(in, machine));
    }

    @Override
    public Optional<Canary> canary() {
        return real.canary();
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        before("status", machine);
        return real.status(context, machine);
    }
}
