// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;

/**
 * What {@code /dev/kvm} of a host answers, of this one or of a captured one. Immutable, and as safe for use by several
 * threads as the facts are.
 *
 * @param facts who is asked
 */
public record HostKvm(HostFacts facts) {
    /** What a capability is worth there, 0 for none; empty when it could not be asked. */
    public OptionalInt capability(KvmCapability capability) {
        Optional<IoctlAnswer> answer = known(facts.ioctl(
                        Ioctl.of(DeviceNode.KVM, (int) KvmRequest.CHECK_EXTENSION.number(), capability.number())))
                .filter(told -> told.result() >= 0);
        return answer.isPresent() ? OptionalInt.of(answer.get().result()) : OptionalInt.empty();
    }

    /** Whether KVM makes machines for guests of a type; empty when it could not be asked. */
    public Optional<Boolean> offers(AmdType type) {
        OptionalInt types = capability(KvmCapability.VM_TYPES);
        return types.isPresent() ? Optional.of((types.getAsInt() >> type.machineType() & 1) != 0) : Optional.empty();
    }

    /**
     * The error number of {@link KvmRequest#MEMORY_ENCRYPT_OP} without an argument; 0 when SEV is on, and empty when it
     * could not be asked.
     */
    public OptionalInt encryptOp() {
        Optional<IoctlAnswer> answer =
                known(facts.machineIoctl(Ioctl.of(DeviceNode.KVM, (int) KvmRequest.MEMORY_ENCRYPT_OP.number(), 0)));
        return answer.isPresent() ? OptionalInt.of(answer.get().errno()) : OptionalInt.empty();
    }

    /**
     * An attribute's mask.
     *
     * @return empty when it could not be asked, and an empty number when this kernel has no such attribute
     */
    public Optional<OptionalLong> attribute(SevAttribute attribute) {
        Bytes question = new KvmDeviceAttr(SevAttribute.GROUP, attribute.number(), 0).encode();
        return known(facts.ioctl(new Ioctl(
                        DeviceNode.KVM,
                        (int) KvmRequest.GET_DEVICE_ATTR.number(),
                        0,
                        question,
                        Bytes.of(new byte[Long.BYTES]),
                        KvmDeviceAttr.ADDRESS_OFFSET)))
                .filter(answer -> answer.result() < 0 || answer.pointee().length() == Long.BYTES)
                .map(answer -> answer.result() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(answer.pointee().buffer().getLong(0)));
    }

    private static <T> Optional<T> known(Fact<T> fact) {
        return fact instanceof Fact.Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }
}
