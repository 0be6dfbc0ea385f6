package org.cloister.api.platform;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A virtual machine monitor: the service by which a platform makes machines. Vendors implement it and register it as an OSGi
 * service; of several with one name the highest {@code service.ranking} is used.
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
     * Makes a machine. Either it is complete, or the call fails and nothing is left of it.
     *
     * @throws org.cloister.api.CloisterException of kind {@code HOST} when the platform cannot make such a machine (with the limit
     *     it met), {@code OPERATION} when it tried and failed
     */
    VirtualMachine create(MachineSpec spec);
}
