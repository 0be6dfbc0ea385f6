// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The machine of a launch, lent to a guest type for the length of one call.
 *
 * <p>After the call it is dead: every method fails with {@code machine.returned}. A guest type keeps neither it nor
 * anything it got from it; that is what lets the next call be made by another backend. Not for use by several threads.
 */
@ProviderType
public interface Machine {
    /** The platform's facts. */
    PlatformFacts platform();

    /** The machine's memory. */
    GuestMemory memory();

    /** How many virtual processors it has. */
    int vcpus();

    /** The initial registers of a processor. */
    VcpuState vcpu(int index);

    /** A vendor's channel, when the platform offers it. */
    <T> Optional<T> adapt(Class<T> channel);

    /**
     * A channel that has to be there.
     *
     * @throws org.cloister.api.CloisterException {@code channel.missing}, naming the platform
     */
    <T> T channel(Class<T> channel);

    /** How long the call may go on; check between pieces of work. */
    Limits limits();

    /**
     * Says how far the call is, for people.
     *
     * @param done pieces done
     * @param total of how many
     */
    void progress(long done, long total);
}
