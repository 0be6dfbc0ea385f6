// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cloister.api.Limits;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCalls;

/**
 * One launch, call by call as Cloister makes them, with a machine that is dead after each call. Not for use by several
 * threads.
 */
public final class RehearsedLaunch implements AutoCloseable {
    private final LaunchPlan plan;
    private final Tap tap;
    private final PlatformFacts facts;
    private final VirtualMachine vm;
    private final List<LaunchContext> answered = new ArrayList<>();
    private final List<LaunchContext> copies = new ArrayList<>();
    private Bench bench;
    private Limits limits = Limits.NONE;
    private boolean copying;
    private LaunchContext context;

    private RehearsedLaunch(Bench bench, LaunchPlan plan, Tap tap, PlatformFacts facts, VirtualMachine vm) {
        this.bench = bench;
        this.plan = plan;
        this.tap = tap;
        this.facts = facts;
        this.vm = vm;
    }

    /** Makes the machine for a plan. */
    public static RehearsedLaunch of(Bench bench, LaunchPlan plan, Tap tap) {
        VendorCalls calls = bench.calls();
        PlatformFacts facts = calls.ask("facts", bench.platform()::facts);
        MachineSpec spec = new MachineSpec(
                plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
        VirtualMachine vm = calls.ask("create", () -> bench.platform().create(spec));
        RehearsedLaunch rehearsal = new RehearsedLaunch(bench, plan, tap, facts, vm);
        try {
            plan.vcpus().forEach(vcpu -> calls.tell("setVcpu", () -> vm.setVcpu(vcpu)));
            return rehearsal;
        } catch (RuntimeException e) {
            rehearsal.close();
            throw e;
        }
    }

    /** What is launched. */
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

    /** How long the next calls may go on. */
    public RehearsedLaunch within(Limits next) {
        limits = next;
        return this;
    }

    /** Each call gets an equal copy of the context that was answered with. */
    public RehearsedLaunch copying() {
        copying = true;
        return this;
    }

    /** The first call. */
    public RehearsedLaunch init() {
        return advance("init", (before, machine) -> bench.support().init(bench.request(), plan, machine));
    }

    /** The second. */
    public RehearsedLaunch start() {
        return advance("start", (before, machine) -> bench.support().start(before, machine));
    }

    /** One call for each range. */
    public RehearsedLaunch update() {
        plan.ranges().forEach(this::update);
        return this;
    }

    /** One range. */
    public RehearsedLaunch update(InitialRange range) {
        return advance("update", (before, machine) -> bench.support().update(before, range, machine));
    }

    /** Up to where the owner may look: everything is put in. */
    public RehearsedLaunch toThePause() {
        return init().start().update();
    }

    /** Ends the launch. */
    public RehearsedLaunch finish() {
        return advance("finish", (before, machine) -> bench.support().finish(before, machine));
    }

    /** Asks for the measurement. */
    public Measurement measure() {
        Outcome<Measurement> outcome =
                lend("measure", machine -> bench.support().measure(context, machine));
        commit("measure", outcome.context());
        return outcome.value();
    }

    /** Asks how the guest stands. */
    public GuestStatus status() {
        return lend("status", machine -> bench.support().status(context, machine));
    }

    /** Has the remaining calls made by another backend, which adopts the context where it is of another schema. */
    public RehearsedLaunch takenOverBy(Bench other) {
        bench = other;
        if (!context.schema().equals(other.support().contextSchema())) {
            LaunchContext older = context;
            commit("adopt", other.calls().ask("adopt", () -> other.support().adopt(older)));
        }
        return this;
    }

    /** A call of a capability that changes the guest. */
    public RehearsedLaunch then(String what, BiFunction<LaunchContext, Machine, LaunchContext> call) {
        return advance(what, call);
    }

    /** A call of a capability that changes the guest, and has an answer. */
    public <T> T thenAsk(String what, BiFunction<LaunchContext, Machine, Outcome<T>> call) {
        Outcome<T> outcome = lend(what, machine -> call.apply(context, machine));
        commit(what, outcome.context());
        return outcome.value();
    }

    /** A call with the machine whose answer is the value alone. */
    public <T> T with(String what, BiFunction<LaunchContext, Machine, T> call) {
        return lend(what, machine -> call.apply(context, machine));
    }

    /** Contexts that are not any more what they were when they were answered with. */
    public List<LaunchContext> changed() {
        List<LaunchContext> changed = new ArrayList<>();
        for (int i = 0; i < answered.size(); i++) {
            if (!answered.get(i).equals(copies.get(i))) {
                changed.add(copies.get(i));
            }
        }
        return changed;
    }

    /** All contexts so far, in their order. */
    public List<LaunchContext> contexts() {
        return List.copyOf(answered);
    }

    private RehearsedLaunch advance(String what, BiFunction<LaunchContext, Machine, LaunchContext> call) {
        commit(what, lend(what, machine -> call.apply(context, machine)));
        return this;
    }

    private void commit(String what, LaunchContext next) {
        CheckEnd.require(
                next.schema().equals(bench.support().contextSchema()),
                what + " answered with a context of schema " + next.schema());
        CheckEnd.require(next.type().equals(plan.type()), what + " answered with a context of type " + next.type());
        context = copying ? Snapshot.of(next) : next;
        answered.add(next);
        copies.add(Snapshot.of(next));
    }

    private <T> T lend(String what, Function<Machine, T> call) {
        try (WatchedMachine machine = new WatchedMachine(vm, facts, limits, what, tap, bench.late())) {
            return bench.calls().ask(what, () -> call.apply(machine));
        }
    }

    @Override
    public void close() {
        bench.calls().tell("VirtualMachine.close", vm::close);
    }
}
