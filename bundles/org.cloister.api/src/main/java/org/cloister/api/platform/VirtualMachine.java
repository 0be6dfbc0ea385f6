// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Optional;
import org.cloister.api.memory.GuestMemory;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One virtual machine with its memory, its processors' initial registers and the vendor's channels.
 *
 * <p>It belongs to who had it made, who closes it: also in the middle of a launch, after a failure or a cancellation.
 * Commands of its channels are serial; the other calls are safe for use by several threads. {@link HeapMachine} is one
 * for platforms in software to extend.
 */
@ConsumerType
public interface VirtualMachine extends Adaptable, AutoCloseable {
    /** What it was made from. */
    MachineSpec spec();

    /** Its memory. */
    GuestMemory memory();

    /**
     * Gives a processor its initial registers. Only before the guest's launch is finished.
     *
     * @throws org.cloister.api.CloisterException {@code vcpu.index}, {@code vcpu.register} for a name the platform does
     *     not know, {@code vcpu.sealed} after the finish
     */
    void setVcpu(VcpuState state);

    /** The registers a processor was given; all zero before that. */
    VcpuState vcpu(int index);

    /** Runs the processors, where the platform can. */
    Optional<Executor> executor();

    /**
     * Ends the machine and the guest in it, from whatever state, and gives everything back: memory, handles, address
     * space identifiers. Closing twice is harmless. It does not throw: what cannot be given back is logged by the
     * platform.
     */
    @Override
    void close();
}
