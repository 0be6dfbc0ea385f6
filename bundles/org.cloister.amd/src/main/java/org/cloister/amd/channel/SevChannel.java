package org.cloister.amd.channel;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Carries commands to the secure processor for one virtual machine; got by
 * {@code VirtualMachine.adapt(SevChannel.class)}.
 *
 * <p>Commands of one machine are serial. Addresses in commands are those of {@code GuestMemory.hostAddress}.
 */
@ConsumerType
public interface SevChannel {
    /**
     * Carries out one command.
     *
     * @param command not null
     * @return what the command answers, never null
     * @throws SevCommandException when the kernel or the firmware refused it, with both numbers
     */
    <A> A execute(SevCommand<A> command);
}
