// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmDeviceAttr;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Problem;
import org.cloister.api.host.DeviceNode;
import org.cloister.kvm.codes.KvmCodes;
import org.cloister.kvm.libc.Block;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;

/** KVM itself: {@code /dev/kvm}, opened. Machines live on when it is closed. Safe for use by several threads. */
public final class KvmSystem implements AutoCloseable {
    // Far above what any processor has leaves, or KVM has MSRs
    private static final int MOST_ENTRIES = 4096;
    private static final int FIRST_GUESS = 128;
    private static final Slot MSR_COUNT = Layouts.MSR_LIST.slot("nmsrs");

    private final Descriptor device;
    private final int runSize;

    private KvmSystem(Descriptor device, int runSize) {
        this.device = device;
        this.runSize = runSize;
    }

    /**
     * Opens it.
     *
     * <pre>{@code
     * try (KvmSystem kvm = KvmSystem.open();
     *         KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
     *     vm.createVcpu(0);
     * }
     * }</pre>
     *
     * @throws org.cloister.api.CloisterException of kind {@code HOST}: {@code kvm.missing}, {@code kvm.permission},
     *     {@code kvm.driver}, {@code kvm.open}, {@code kvm.version}, {@code kvm.native}
     */
    public static KvmSystem open() {
        return open(DeviceNode.KVM);
    }

    /**
     * Opens a device node at another place; see {@link #open()}.
     *
     * <pre>{@code
     * try (KvmSystem kvm = KvmSystem.open("/dev/kvm")) {
     *     kvm.vmTypes().forEach(type -> System.out.println(type.kernelName()));
     * }
     * }</pre>
     */
    public static KvmSystem open(String node) {
        Descriptor.obstacle().ifPresent(why -> {
            throw Problem.host(KvmCodes.KVM_NATIVE, why).exception();
        });
        Descriptor.Opened opened = Descriptor.open(node, true);
        Descriptor device = opened.descriptor()
                .orElseThrow(() -> KvmProblems.notOpened(node, opened.result().errno()));
        try {
            return checked(device, node);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static KvmSystem checked(Descriptor device, String node) {
        Result version = device.ioctl(KvmRequest.GET_API_VERSION.number(), 0);
        if (version.value() != Constants.API_VERSION) {
            throw KvmProblems.notKvm(node, version, Constants.API_VERSION);
        }
        long size = device.ioctl(KvmRequest.GET_VCPU_MMAP_SIZE.number(), 0).orThrow("KVM_GET_VCPU_MMAP_SIZE");
        return new KvmSystem(device, (int) size);
    }

    /**
     * What a capability is worth here: 0 when there is none of it, else 1 or what the capability says.
     *
     * <pre>{@code
     * int most = system.capability(KvmCapability.MAX_VCPUS);
     * boolean privateMemory = system.capability(KvmCapability.GUEST_MEMFD) > 0;
     * }</pre>
     */
    public int capability(KvmCapability capability) {
        return capability(capability.number());
    }

    /**
     * The same for a capability by its number.
     *
     * <pre>{@code
     * int most = system.capability(66); // KVM_CAP_MAX_VCPUS
     * }</pre>
     */
    public int capability(int number) {
        return (int)
                device.ioctl(KvmRequest.CHECK_EXTENSION.number(), number).orThrow("KVM_CHECK_EXTENSION of " + number);
    }

    /**
     * The types of machine this kernel makes. A kernel that cannot say makes ordinary ones.
     *
     * <pre>{@code
     * Set<VmType> types = system.vmTypes();
     * if (!types.contains(VmType.SNP)) {
     *     System.out.println(VmType.SNP.remedy());
     * }
     * }</pre>
     */
    public Set<VmType> vmTypes() {
        int mask = capability(KvmCapability.VM_TYPES);
        Set<VmType> types = EnumSet.of(VmType.DEFAULT);
        for (VmType type : VmType.values()) {
            if ((mask >>> type.number() & 1) != 0) {
                types.add(type);
            }
        }
        return types;
    }

    /**
     * What CPUID can answer in a guest (KVM_GET_SUPPORTED_CPUID).
     *
     * <pre>{@code
     * List<KvmCpuidEntry> leaves = system.supportedCpuid();
     * vcpu.state().setCpuid(leaves);
     * }</pre>
     */
    public List<KvmCpuidEntry> supportedCpuid() {
        for (int room = FIRST_GUESS; ; room *= 2) {
            Struct list = KvmCpuidEntry.room(room);
            Result result = request(KvmRequest.GET_SUPPORTED_CPUID, list);
            if (result.errno() != Errno.E2BIG || room >= MOST_ENTRIES) {
                result.orThrow("KVM_GET_SUPPORTED_CPUID");
                return KvmCpuidEntry.decode(list);
            }
        }
    }

    /**
     * The numbers of the MSRs that describe features of the host (KVM_GET_MSR_FEATURE_INDEX_LIST).
     *
     * <pre>{@code
     * for (int number : system.featureMsrs()) {
     *     long value = system.featureMsr(number).orElseThrow();
     *     System.out.printf("%#x = %#x%n", number, value);
     * }
     * }</pre>
     */
    public List<Integer> featureMsrs() {
        return msrNumbers(KvmRequest.GET_MSR_FEATURE_INDEX_LIST);
    }

    /**
     * The numbers of a guest's MSRs that can be read and set (KVM_GET_MSR_INDEX_LIST).
     *
     * <pre>{@code
     * boolean clock = system.guestMsrs().contains(0x10); // TSC
     * }</pre>
     */
    public List<Integer> guestMsrs() {
        return msrNumbers(KvmRequest.GET_MSR_INDEX_LIST);
    }

    private List<Integer> msrNumbers(KvmRequest request) {
        Struct list = Struct.withEntries(Layouts.MSR_LIST, MOST_ENTRIES, Integer.BYTES)
                .set(MSR_COUNT, MOST_ENTRIES);
        request(request, list).orThrow(request.kernelName());
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= list.get(MSR_COUNT); i++) {
            numbers.add(list.buffer().getInt(i * Integer.BYTES));
        }
        return List.copyOf(numbers);
    }

    /**
     * An MSR that describes a feature of the host (KVM_GET_MSRS on {@code /dev/kvm}).
     *
     * <pre>{@code
     * OptionalLong microcode = system.featureMsr(0x8b); // PATCH_LEVEL
     * microcode.ifPresent(level -> System.out.printf("microcode %#x%n", level));
     * }</pre>
     *
     * @return empty when KVM does not show this one
     */
    public OptionalLong featureMsr(int index) {
        Struct list = MsrList.question(List.of(index));
        Result read = request(KvmRequest.GET_MSRS, list);
        boolean told = !read.failed() && read.value() == 1;
        return told ? OptionalLong.of(MsrList.decode(list, 1).get(index)) : OptionalLong.empty();
    }

    /**
     * Whether there is an attribute (KVM_HAS_DEVICE_ATTR on {@code /dev/kvm}).
     *
     * <pre>{@code
     * boolean policies = system.hasAttribute(SevAttribute.GROUP, SevAttribute.SNP_POLICY_BITS.number());
     * }</pre>
     */
    public boolean hasAttribute(int group, long attribute) {
        return !request(KvmRequest.HAS_DEVICE_ATTR, new KvmDeviceAttr(group, attribute, 0))
                .failed();
    }

    /**
     * The value of an attribute of 8 bytes (KVM_GET_DEVICE_ATTR on {@code /dev/kvm}).
     *
     * <pre>{@code
     * OptionalLong bits = system.attribute(SevAttribute.GROUP, SevAttribute.SNP_POLICY_BITS.number());
     * bits.ifPresent(mask -> System.out.printf("policies may have the bits %#x%n", mask));
     * }</pre>
     *
     * @return empty when there is no such attribute
     */
    public OptionalLong attribute(int group, long attribute) {
        Block value = Block.of(Long.BYTES);
        Result result = value.with(
                address -> request(KvmRequest.GET_DEVICE_ATTR, new KvmDeviceAttr(group, attribute, address)));
        return result.failed()
                ? OptionalLong.empty()
                : OptionalLong.of(value.buffer().getLong(0));
    }

    /**
     * Makes a machine without memory and vCPUs (KVM_CREATE_VM).
     *
     * <pre>{@code
     * VmType type = system.vmTypes().contains(VmType.SNP) ? VmType.SNP : VmType.DEFAULT;
     * try (KvmVm vm = system.createVm(type)) {
     *     System.out.println(vm.type().kernelName());
     * }
     * }</pre>
     *
     * @throws org.cloister.api.CloisterException {@code kvm.vm-type} of kind {@code HOST} when this kernel makes none
     *     of that type; {@code kvm.call}
     */
    public KvmVm createVm(VmType type) {
        Descriptor.Opened opened = device.openBy(KvmRequest.CREATE_VM.number(), type.number(), "machine of KVM");
        return new KvmVm(
                opened.descriptor()
                        .orElseThrow(() -> KvmProblems.noVm(type, vmTypes().contains(type), opened.result())),
                type,
                runSize);
    }

    private Result request(KvmRequest request, KvmDeviceAttr argument) {
        return Block.of(argument.encode()).with(address -> device.ioctl(request.number(), address));
    }

    private Result request(KvmRequest request, Struct argument) {
        return argument.with(address -> device.ioctl(request.number(), address));
    }

    /**
     * Closes the device node. Closing twice is harmless.
     *
     * <pre>{@code
     * KvmVm vm = system.createVm(VmType.DEFAULT);
     * system.close();
     * vm.createVcpu(0); // the machine lives on
     * }</pre>
     */
    @Override
    public void close() {
        device.close();
    }
}
