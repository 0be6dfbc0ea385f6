// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What {@code /dev/kvm} is to a program, for the part that is about encrypted guests. Got by
 * {@code SecureProcessor.adapt(SoftKvm.class)}. Safe for use by several threads.
 *
 * <pre>{@code
 * SoftKvm kvm = processor.adapt(SoftKvm.class).orElseThrow();
 * try (ClientMachine machine = kvm.createVm(VmType.SNP, memory, Privacy.ENCRYPTED)) {
 *     int errno = machine.memoryEncryptOp(argument);
 * }
 * }</pre>
 */
@ProviderType
public interface SoftKvm {
    /** The types of machines that can be made, as {@code KVM_CAP_VM_TYPES} tells them; {@code DEFAULT} always. */
    Set<VmType> vmTypes();

    /**
     * What a command accepts, as {@code KVM_GET_DEVICE_ATTR} tells it.
     *
     * @return empty where the kernel says {@code ENXIO}
     */
    OptionalLong attribute(SevAttribute attribute);

    /**
     * {@code KVM_CREATE_VM}: a machine without processors and memory. One of type {@code DEFAULT} becomes an SEV or
     * SEV-ES guest by {@code KVM_SEV_INIT} or {@code KVM_SEV_ES_INIT}, and stays without protection when neither comes;
     * the other types wait for {@code KVM_SEV_INIT2}.
     *
     * @param memory of the program, where all its addresses point; nobody closes it
     * @param privacy what becomes of private pages in it
     * @return the machine, which belongs to the caller
     * @throws org.cloister.api.CloisterException {@code machine.type} for a type that is not offered
     */
    ClientMachine createVm(VmType type, ClientMemory memory, Privacy privacy);
}
