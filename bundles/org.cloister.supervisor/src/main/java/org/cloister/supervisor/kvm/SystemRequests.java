// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmDeviceAttr;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.softsev.client.Privacy;
import org.cloister.softsev.client.SoftKvm;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.ProcessTable;

/** Requests to {@code /dev/kvm} itself. */
final class SystemRequests {
    /** What a kernel with the processor says, and this one may not. */
    static final Set<KvmCapability> CAPABILITIES = EnumSet.of(
            KvmCapability.VM_TYPES,
            KvmCapability.MEMORY_ATTRIBUTES,
            KvmCapability.GUEST_MEMFD,
            KvmCapability.VM_COPY_ENC_CONTEXT_FROM,
            KvmCapability.VM_MOVE_ENC_CONTEXT_FROM);

    /** {@code KVM_MEMORY_ATTRIBUTE_PRIVATE}. */
    private static final long PRIVATE = 1 << 3;

    /** The numbers of {@code /dev/kvm} (Linux, include/linux/miscdevice.h). */
    private static final int MISC = 10;

    private static final int KVM_MINOR = 232;

    private final SoftKvm kvm;
    private final VmTable vms;

    SystemRequests(SoftKvm kvm, VmTable vms) {
        this.kvm = kvm;
        this.vms = vms;
    }

    /** KVM_CREATE_VM: the kernel makes an ordinary machine, whatever protection is asked for. */
    CallOutcome createVm(TrappedCall call) {
        Optional<VmType> wanted = Arrays.stream(VmType.values())
                .filter(type -> type.number() == call.third())
                .filter(kvm.vmTypes()::contains)
                .findFirst();
        if (wanted.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        vms.sweep();
        int process = ProcessTable.processOf(call.thread());
        ClientMachine machine = kvm.createVm(wanted.get(), new ProgramMemory(process), Privacy.READABLE);
        return new CallOutcome.Watched(VmType.DEFAULT.number(), descriptor -> {
            if (descriptor >= 0) {
                vms.add(wanted.get(), machine, process, new OpenFile(process, (int) descriptor));
            } else {
                machine.close();
            }
        });
    }

    /** KVM_CHECK_EXTENSION. */
    CallOutcome capability(TrappedCall call) {
        if (call.third() == KvmCapability.VM_TYPES.number()) {
            return new CallOutcome.Value(kvm.vmTypes().stream()
                    .mapToLong(type -> 1L << type.number())
                    .sum());
        }
        boolean snp = kvm.vmTypes().contains(VmType.SNP);
        if (call.third() == KvmCapability.MEMORY_ATTRIBUTES.number()) {
            return snp ? new CallOutcome.Value(PRIVATE) : CallOutcome.PROCEED;
        }
        if (call.third() == KvmCapability.GUEST_MEMFD.number()) {
            return snp ? new CallOutcome.Value(1) : CallOutcome.PROCEED;
        }
        return new CallOutcome.Value(1);
    }

    /** KVM_GET_DEVICE_ATTR. */
    CallOutcome attribute(TrappedCall call) {
        return attribute(call, true);
    }

    /** KVM_HAS_DEVICE_ATTR. */
    CallOutcome hasAttribute(TrappedCall call) {
        return attribute(call, false);
    }

    // Other attributes, and those of other descriptors, are none of this
    private CallOutcome attribute(TrappedCall call, boolean told) {
        Optional<ByteBuffer> struct = call.memory()
                .read(call.third(), KvmDeviceAttr.SIZE)
                .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        if (struct.isEmpty()
                || struct.get().getInt(4) != SevAttribute.GROUP
                || !new OpenFile(call.thread(), (int) call.first()).isDevice(MISC, KVM_MINOR)) {
            return CallOutcome.PROCEED;
        }
        OptionalLong value = Arrays.stream(SevAttribute.values())
                .filter(one -> one.number() == struct.get().getLong(8))
                .map(kvm::attribute)
                .findFirst()
                .orElse(OptionalLong.empty());
        if (value.isEmpty()) {
            return new CallOutcome.Failure(Errno.ENXIO);
        }
        return told ? written(call, struct.get().getLong(16), value.getAsLong()) : CallOutcome.DONE;
    }

    private static CallOutcome written(TrappedCall call, long address, long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return CallOutcome.of(call.memory().write(address, bytes) ? 0 : Errno.EFAULT);
    }
}
