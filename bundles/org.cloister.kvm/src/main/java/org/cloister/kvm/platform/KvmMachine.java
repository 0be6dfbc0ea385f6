// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SevChannel;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.sev.KernelSevChannel;
import org.cloister.kvm.sev.SevDevice;
import org.cloister.kvm.vm.KvmCpuidEntry;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.MemorySlot;
import org.cloister.kvm.vm.abi.Constants;

/** A machine of the kernel's with encrypted memory. Not tried on SEV hardware yet. */
final class KvmMachine implements VirtualMachine {
    private final MachineSpec spec;
    private final Resources resources = new Resources();
    private final KvmMemory memory;
    private final KvmVcpus vcpus;
    private final Map<Class<?>, Object> channels;

    /**
     * Makes it, or leaves nothing behind.
     *
     * @throws org.cloister.api.CloisterException {@code kvm.vm-type} on a kernel that does not offer the type, and so
     *     on
     */
    KvmMachine(MachineSpec spec, MachineType type, SevDevice device) {
        this.spec = spec;
        vcpus = new KvmVcpus(spec.vcpus());
        try (KvmSystem kvm = KvmSystem.open()) {
            // What is made first is closed last: memory outlives the machine that may touch it
            List<RegionMemory> pages = spec.memory().stream().map(this::map).toList();
            KvmVm vm = resources.keep(kvm.createVm(type.vmType(spec.profile())));
            Descriptor sev = resources.keep(device.open());
            place(pages, type, vm);
            memory = new KvmMemory(pages, type.encryptsInPlace(), attributes(type, vm));
            List<KvmCpuidEntry> cpuid = kvm.supportedCpuid();
            KernelSevChannel kernel = new KernelSevChannel(vm::encryptOp, sev::number);
            channels = Map.of(
                    SevChannel.class, new LaunchChannel(kernel, vm, vcpus, cpuid),
                    PlatformChannel.class, device,
                    GuestCpuid.class, new KernelCpuid(() -> vcpus.cpuid().orElse(cpuid), pages),
                    PinnedRegions.class, new KernelRegions(vm),
                    EncryptionContext.class, new KernelContext(vm),
                    DeviceAttributes.class, KernelAttributes.of(kvm),
                    KvmVm.class, vm);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private RegionMemory map(MemoryRegion region) {
        return new RegionMemory(
                region, resources.keep(Mapping.anonymous(region.size(), "guest memory " + region.name())));
    }

    private void place(List<RegionMemory> pages, MachineType type, KvmVm vm) {
        List<MemorySlot> slots = new ArrayList<>();
        for (RegionMemory region : pages) {
            MemorySlot slot = MemorySlot.of(slots.size(), 0, region.region().gpa(), region.pages());
            slots.add(
                    type.encryptsInPlace()
                            ? slot
                            : slot.with(
                                    resources.keep(
                                            vm.createGuestMemfd(region.region().size(), 0)),
                                    0));
        }
        slots.forEach(vm::setMemory);
    }

    /** Where memory is encrypted in place, the guest's page tables decide, and the kernel gets no call. */
    private static KvmMemory.Attributes attributes(MachineType type, KvmVm vm) {
        if (type.encryptsInPlace()) {
            return (gpa, size, visibility) -> {};
        }
        return (gpa, size, visibility) -> vm.setAttributes(
                        gpa, size, visibility == Visibility.PRIVATE ? Constants.MEMORY_ATTRIBUTE_PRIVATE : 0)
                .orThrow("KVM_SET_MEMORY_ATTRIBUTES");
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

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> adapt(Class<T> wanted) {
        return Optional.ofNullable(wanted.cast(channels.get(wanted)));
    }

    @Override
    public void close() {
        memory.close();
        resources.close();
    }
}
