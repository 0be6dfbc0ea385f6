// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.client.GuestPaging;
import org.cloister.softsev.client.MemoryEncryptOp;
import org.cloister.softsev.client.SnpGuestFirmware;
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Authorities;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * A machine of the software platform: memory, registers, the SEV channel. A {@code ProcessorRunner} runs its
 * processors, and gives their registers back when they are stopped.
 */
public final class SoftMachine implements VirtualMachine {
    private final MachineSpec spec;
    private final SoftProcessor processor;
    private final SparseMemory memory;
    private final SoftVcpus vcpus;
    private final GuestChannel channel;
    private final Map<Class<?>, Object> channels;
    private final Supplier<Optional<ProcessorRunner>> runner;
    private final Consumer<VcpuState> saved;
    private final VcpuExecution execution;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A machine, counted by its processor until it is closed.
     *
     * @param runner what can run its processors at the moment
     */
    public SoftMachine(MachineSpec spec, SoftProcessor processor, Supplier<Optional<ProcessorRunner>> runner) {
        this.runner = runner;
        this.spec = spec;
        this.processor = processor;
        vcpus = SoftVcpus.of(spec.vcpus());
        execution = new VcpuExecution(this, this::stopped, processor.settings().cbit());
        AmdType kind = AmdType.of(spec.type());
        int number = processor.machineOpened();
        if (kind == AmdType.SEV_SNP) {
            memory = new SparseMemory(spec.memory(), processor.pageCounter());
            SnpState state = new SnpState(processor, CommandGate.of(kind), number, memory, memory::regions);
            // The platform is this machine's monitor, and has certificates
            state.enableCertificates();
            SnpChannel snp = new SnpChannel(state, vcpus);
            channel = snp;
            saved = vcpu -> memory.assignment()
                    .assignVmsa(vcpu.index(), Vmsa.encode(vcpu).toArray());
            channels = channels(
                    SnpLaunchInspection.class,
                    snp,
                    SnpDebugging.class,
                    snp,
                    SnpGuestFirmware.class,
                    snp,
                    DeviceAttributes.class,
                    new SoftAttributes(processor.settings()),
                    GuestCpuid.class,
                    new SoftCpuid(processor.settings(), memory.assignment()),
                    SnpPages.class,
                    new HostPages(snp, processor),
                    PageStateChanges.class,
                    new PageStateChanges(memory, memory.assignment()),
                    GuestRequests.class,
                    new RequestChannel(snp, processor));
        } else {
            memory = SparseMemory.withCbit(spec.memory(), processor.pageCounter());
            SevMachineState state = new SevMachineState(processor, CommandGate.of(kind), kind, number, memory);
            SevMachineChannel legacy = new SevMachineChannel(state, vcpus, execution::running);
            channel = legacy;
            saved = state.pages()::resealVmsa;
            channels = channels(
                    PinnedRegions.class,
                    legacy,
                    SevMachineChannel.class,
                    legacy,
                    EncryptionContext.class,
                    new ContextTakeover(legacy),
                    GuestPaging.class,
                    paging(state, processor.settings()),
                    PlatformChannel.class,
                    processor.commands(),
                    PlatformAuthorities.class,
                    new Authorities(processor.platform(), processor.attestation(), processor.random()));
        }
    }

    private static GuestPaging paging(SevMachineState state, PlatformSettings settings) {
        return new CbitPaging(state.pages(), settings.cbit());
    }

    private Map<Class<?>, Object> channels(Object... own) {
        Map<Class<?>, Object> all = new HashMap<>();
        all.put(SevChannel.class, channel);
        all.put(MemoryEncryptOp.class, new EncodedCommands(channel));
        for (int i = 0; i < own.length; i += 2) {
            all.put((Class<?>) own[i], own[i + 1]);
        }
        return Map.copyOf(all);
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public void setVcpu(VcpuState state) {
        vcpus.set(state);
    }

    @Override
    public VcpuState vcpu(int index) {
        return vcpus.get(index);
    }

    /** A processor was stopped: its registers are kept as the launch kept them. */
    private void stopped(VcpuState state) {
        saved.accept(state);
        vcpus.ran(state);
    }

    @Override
    public Optional<Executor> executor() {
        return runner.get().map(execution::by);
    }

    @Override
    public <T> Optional<T> adapt(Class<T> wanted) {
        return Optional.ofNullable(wanted.cast(channels.get(wanted)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            execution.close();
            channel.close();
            processor.machineClosed();
        }
    }
}
