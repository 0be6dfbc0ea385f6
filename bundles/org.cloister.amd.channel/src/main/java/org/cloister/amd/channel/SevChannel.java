// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
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
     * The name, in exceptions, of the call without a command by which a platform asks whether SEV is enabled at all:
     * {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP, NULL)}.
     */
    String PROBE = CommandNames.MEMORY_ENCRYPT_OP;

    /**
     * Carries out one command.
     *
     * <pre>{@code
     * SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
     * long firmware = machine.memory().hostAddress(0).orElseThrow();
     * channel.execute(new SevInit2(0, 0, 0));
     * channel.execute(new LaunchStart(0, 1, Bytes.EMPTY, Bytes.EMPTY));
     * channel.execute(new LaunchUpdateData(firmware, 4096));
     * Bytes measurement = channel.execute(new LaunchMeasure(48)).content();
     * channel.execute(BareSevCommand.LAUNCH_FINISH);
     * }</pre>
     *
     * @param command not null
     * @return what the command answers, never null; for a command that {@link SevCommand#asksLength asks for a length},
     *     that
     * @throws SevCommandException when the kernel or the firmware refused it, with both numbers
     */
    <A> A execute(SevCommand<A> command);
}
