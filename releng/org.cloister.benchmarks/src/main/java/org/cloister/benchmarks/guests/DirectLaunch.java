// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;

/** A launch whose calls of type and platform are made directly: no guard, no thread, nobody who could be replaced. */
final class DirectLaunch {
    private final ConfidentialGuestSupport type;
    private final Vmm vmm;

    DirectLaunch(ConfidentialGuestSupport type, Vmm vmm) {
        this.type = type;
        this.vmm = vmm;
    }

    /** The same questions and steps as the launcher's. */
    Turns.Launched once(GuestRequest request) {
        type.properties();
        LaunchPlan plan = type.plan(request);
        PlatformFacts facts = vmm.facts();
        if (!type.eligible(facts, request).eligible()) {
            throw new IllegalStateException("not on this platform");
        }
        MachineSpec spec = new MachineSpec(
                plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
        VirtualMachine vm = vmm.create(spec);
        plan.vcpus().forEach(vm::setVcpu);
        return new Turns.Launched(
                steps(request, plan, new Lent(vm, facts, spec)).value(), vm::close);
    }

    private Measurement steps(GuestRequest request, LaunchPlan plan, Machine machine) {
        LaunchContext context = type.start(type.init(request, plan, machine), machine);
        for (InitialRange range : plan.ranges()) {
            context = type.update(context, range, machine);
        }
        Outcome<Measurement> measured = type.measure(type.finish(context, machine), machine);
        if (!type.status(measured.context(), machine).ready()) {
            throw new IllegalStateException("not ready");
        }
        return measured.value();
    }

    private record Lent(VirtualMachine vm, PlatformFacts platform, MachineSpec spec) implements Machine {
        @Override
        public GuestMemory memory() {
            return vm.memory();
        }

        @Override
        public int vcpus() {
            return spec.vcpus();
        }

        @Override
        public VcpuState vcpu(int index) {
            return vm.vcpu(index);
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return vm.adapt(channel);
        }

        @Override
        public <T> T channel(Class<T> channel) {
            return vm.adapt(channel).orElseThrow();
        }

        @Override
        public Limits limits() {
            return Limits.NONE;
        }

        @Override
        public void progress(long done, long total) {}
    }
}
