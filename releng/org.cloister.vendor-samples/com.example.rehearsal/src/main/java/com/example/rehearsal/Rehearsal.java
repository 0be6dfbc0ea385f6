// SPDX-License-Identifier: Apache-2.0
package com.example.rehearsal;

import java.util.function.BiFunction;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/**
 * A launch without a framework: the calls that Cloister makes, in its order and with a machine that is dead after each
 * call. Not for use by several threads.
 */
public final class Rehearsal implements AutoCloseable {
    private final GuestRequest request;
    private final LaunchPlan plan;
    private final Vmm platform;
    private final VirtualMachine vm;
    private ConfidentialGuestSupport support;
    private LaunchContext context;

    /** Plans a launch and makes its machine. */
    public Rehearsal(ConfidentialGuestSupport support, Vmm platform, GuestRequest request) {
        this.support = support;
        this.platform = platform;
        this.request = request;
        plan = support.plan(request);
        vm = platform.create(
                new MachineSpec(plan.type(), plan.memory(), plan.vcpus().size()));
        plan.vcpus().forEach(vm::setVcpu);
    }

    /** What was planned. */
    public LaunchPlan plan() {
        return plan;
    }

    /** The machine that is launched into. */
    public VirtualMachine machine() {
        return vm;
    }

    /** The context as the last call left it. */
    public LaunchContext context() {
        return context;
    }

    /** Up to where the owner may look: everything is put in. */
    public Rehearsal toThePause() {
        advance((before, machine) -> support.init(request, plan, machine));
        advance(support::start);
        for (InitialRange range : plan.ranges()) {
            advance((before, machine) -> support.update(before, range, machine));
        }
        return this;
    }

    /** Has the remaining calls made by another backend, as after a swap. */
    public Rehearsal takenOverBy(ConfidentialGuestSupport other) {
        support = other;
        if (context != null && !context.schema().equals(other.contextSchema())) {
            if (!other.canAdopt(context.schema())) {
                throw new IllegalStateException(other.contextSchema() + " does not adopt " + context.schema());
            }
            context = other.adopt(context);
        }
        return this;
    }

    /** Ends the launch. */
    public Rehearsal finish() {
        advance(support::finish);
        return this;
    }

    /** Asks for the measurement. */
    public Measurement measure() {
        return ask(support::measure);
    }

    /** Asks how the guest stands. */
    public GuestStatus status() {
        return ask((before, machine) -> new Outcome<>(before, support.status(before, machine)));
    }

    @Override
    public void close() {
        vm.close();
    }

    private void advance(BiFunction<LaunchContext, Machine, LaunchContext> call) {
        ask((before, machine) -> {
            LaunchContext after = call.apply(before, machine);
            return new Outcome<>(after, after);
        });
    }

    private <T> T ask(BiFunction<LaunchContext, Machine, Outcome<T>> call) {
        try (Lent machine = new Lent(vm, platform.facts())) {
            Outcome<T> outcome = call.apply(context, machine);
            if (!outcome.context().schema().equals(support.contextSchema())) {
                throw new IllegalStateException(
                        "a context of " + outcome.context().schema());
            }
            context = outcome.context();
            return outcome.value();
        }
    }
}
