// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;

/** The questions that the checks ask of {@code /dev/kvm} ({@code linux/kvm.h}). */
final class Kvm {
    /** The capability that lists the types of machines, a bit each. */
    static final int VM_TYPES = 235;

    private static final int CHECK_EXTENSION = 0xAE03;
    private static final int MEMORY_ENCRYPT_OP = 0xC008AEBA;
    private static final int GET_DEVICE_ATTR = 0x4018AEE2;
    private static final int GROUP_SEV = 1;

    private final HostFacts facts;

    Kvm(HostFacts facts) {
        this.facts = facts;
    }

    /** KVM's answer for a capability; empty when it could not be asked. */
    OptionalInt capability(int number) {
        Optional<IoctlAnswer> answer = Host.known(facts.ioctl(Ioctl.of(DeviceNode.KVM, CHECK_EXTENSION, number)))
                .filter(told -> told.result() >= 0);
        return answer.isPresent() ? OptionalInt.of(answer.get().result()) : OptionalInt.empty();
    }

    /** Whether KVM makes machines of a type; empty when it could not be asked. */
    Optional<Boolean> offers(int vmType) {
        OptionalInt types = capability(VM_TYPES);
        return types.isPresent() ? Optional.of((types.getAsInt() >> vmType & 1) != 0) : Optional.empty();
    }

    /** The error number of {@code KVM_MEMORY_ENCRYPT_OP} without an argument; 0 when SEV is on. */
    OptionalInt encryptOp() {
        Optional<IoctlAnswer> answer = Host.known(facts.machineIoctl(Ioctl.of(DeviceNode.KVM, MEMORY_ENCRYPT_OP, 0)));
        return answer.isPresent() ? OptionalInt.of(answer.get().errno()) : OptionalInt.empty();
    }

    /**
     * An attribute of KVM's group for SEV ({@code struct kvm_device_attr}: flags, group, attribute, address).
     *
     * @return empty when it could not be asked, and an empty number when this kernel has no such attribute
     */
    Optional<OptionalLong> attribute(int number) {
        byte[] request = new byte[24];
        request[4] = GROUP_SEV;
        request[8] = (byte) number;
        return Host.known(facts.ioctl(new Ioctl(
                        DeviceNode.KVM, GET_DEVICE_ATTR, 0, Bytes.of(request), Bytes.of(new byte[Long.BYTES]), 16)))
                .filter(answer -> answer.result() < 0 || answer.pointee().length() == Long.BYTES)
                .map(answer -> answer.result() < 0 ? OptionalLong.empty() : OptionalLong.of(number(answer.pointee())));
    }

    private static long number(Bytes bytes) {
        return bytes.buffer().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }
}
