// SPDX-License-Identifier: Apache-2.0
package org.cloister.seves;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Limits;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** A machine of the software platform as a launch lends it, which remembers the commands that it was given. */
final class TestMachine implements Machine, AutoCloseable {
    final SevEsGuestSupport support = new SevEsGuestSupport();
    final StringBuilder commands = new StringBuilder();
    final GuestRequest request;
    final LaunchPlan plan;
    private final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);
    private final VirtualMachine vm;

    TestMachine(Map<String, String> properties) {
        request = new GuestRequest(
                SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, new TreeMap<>(properties));
        plan = support.plan(request);
        vm = platform.create(new MachineSpec(plan.type(), plan.profile(), plan.memory(), 2));
        plan.vcpus().forEach(vm::setVcpu);
    }

    /** All calls up to the measurement. */
    LaunchContext updated() {
        LaunchContext context = support.start(support.init(request, plan, this), this);
        for (InitialRange range : plan.ranges()) {
            context = support.update(context, range, this);
        }
        return context;
    }

    /** A guest that runs. */
    LaunchContext running() {
        return support.finish(updated(), this);
    }

    @Override
    public PlatformFacts platform() {
        return platform.facts();
    }

    @Override
    public GuestMemory memory() {
        return vm.memory();
    }

    @Override
    public int vcpus() {
        return vm.spec().vcpus();
    }

    @Override
    public VcpuState vcpu(int index) {
        return vm.vcpu(index);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        Optional<T> real = vm.adapt(channel);
        return channel == SevChannel.class ? real.map(it -> channel.cast(remembering((SevChannel) it))) : real;
    }

    private SevChannel remembering(SevChannel real) {
        return new SevChannel() {
            @Override
            public <A> A execute(SevCommand<A> command) {
                commands.append(command.name()).append(' ');
                return real.execute(command);
            }
        };
    }

    @Override
    public <T> T channel(Class<T> channel) {
        return adapt(channel).orElseThrow();
    }

    @Override
    public Limits limits() {
        return Limits.NONE;
    }

    @Override
    public void progress(long done, long total) {}

    @Override
    public void close() {
        vm.close();
    }
}
