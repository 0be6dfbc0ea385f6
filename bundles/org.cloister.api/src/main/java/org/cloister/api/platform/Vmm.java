// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A virtual machine monitor: the service by which a platform makes machines. Vendors implement it and register it as an
 * OSGi service; of several with one name the highest {@code service.ranking} is used.
 *
 * <p>Machines live in the bundle that made them and end with it. So a platform is not replaced while guests live, and
 * has a bundle of its own, apart from the guest types that are. The interfaces of its channels lie in a package that
 * this bundle, or one below it, exports: guest types import it, and both sides see the same class.
 *
 * <p>Implementations are safe for use by several threads.
 */
@ConsumerType
public interface Vmm {
    /** A short lower-case word that names the platform to operators, such as {@code kvm}; always the same. */
    String name();

    /**
     * What this platform offers now. Cheap enough for every launch; may change between calls.
     *
     * @return never null; {@link PlatformFacts#vmm()} equals {@link #name()}
     */
    PlatformFacts facts();

    /**
     * Makes a machine. Either it is complete, or the call fails and nothing is left of it. The caller then sets the
     * registers of its processors, and lends it to the guest type call by call.
     *
     * @throws org.cloister.api.CloisterException of kind {@code HOST} when the platform cannot make such a machine
     *     (with the limit it met), {@code OPERATION} when it tried and failed
     */
    VirtualMachine create(MachineSpec spec);
}
