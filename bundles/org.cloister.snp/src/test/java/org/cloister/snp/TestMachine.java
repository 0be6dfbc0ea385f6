// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.message.GuestRequests;
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

/** A machine of the software platform as a launch lends it, whose channel a test can change. */
final class TestMachine implements Machine, AutoCloseable {
    static final GuestRequest REQUEST =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of());

    private static final Set<Class<?>> ABSENT_ON_HARDWARE =
            Set.of(SnpLaunchInspection.class, SnpDebugging.class, GuestRequests.class);

    final SnpGuestSupport support = new SnpGuestSupport();
    final LaunchPlan plan = support.plan(REQUEST);
    private final SoftSev platform;
    private final VirtualMachine vm;
    private final UnaryOperator<SevChannel> change;
    private final boolean inspectable;
    private UnaryOperator<GuestCpuid> cpuid = UnaryOperator.identity();

    TestMachine(UnaryOperator<SevChannel> change, boolean inspectable) {
        this(PlatformSettings.DEFAULT, change, inspectable);
    }

    TestMachine(PlatformSettings settings, UnaryOperator<SevChannel> change, boolean inspectable) {
        platform = new SoftSev(settings);
        this.change = change;
        this.inspectable = inspectable;
        vm = platform.create(
                new MachineSpec(plan.type(), plan.memory(), plan.vcpus().size()));
        plan.vcpus().forEach(vm::setVcpu);
    }

    /** Lets CPUID answer otherwise; null for a platform that does not tell. */
    TestMachine withCpuid(UnaryOperator<GuestCpuid> changed) {
        cpuid = changed;
        return this;
    }

    /** All calls up to the finish. */
    LaunchContext updated() {
        return updated(Map.of());
    }

    /** The same with properties that do not change the plan. */
    LaunchContext updated(Map<String, String> properties) {
        GuestRequest request = new GuestRequest(
                REQUEST.firmware(), REQUEST.boot(), REQUEST.vcpus(), REQUEST.vcpuType(), REQUEST.memory(), properties);
        LaunchContext context = support.start(support.init(request, plan, this), this);
        for (InitialRange range : plan.ranges()) {
            context = support.update(context, range, this);
        }
        return context;
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
        return plan.vcpus().size();
    }

    @Override
    public VcpuState vcpu(int index) {
        return vm.vcpu(index);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        if (!inspectable && ABSENT_ON_HARDWARE.contains(channel)) {
            return Optional.empty();
        }
        Optional<T> real = vm.adapt(channel);
        if (channel == GuestCpuid.class) {
            return real.flatMap(c -> Optional.ofNullable(channel.cast(cpuid.apply((GuestCpuid) c))));
        }
        return channel == SevChannel.class ? real.map(c -> channel.cast(change.apply((SevChannel) c))) : real;
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
