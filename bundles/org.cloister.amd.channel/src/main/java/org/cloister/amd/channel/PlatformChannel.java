// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Carries commands to the secure processor itself; got by {@code SecureProcessor.adapt(PlatformChannel.class)}.
 *
 * <p>Safe for use by several threads; commands are serial.
 */
@ConsumerType
public interface PlatformChannel {
    /**
     * Carries out one command.
     *
     * <pre>{@code
     * PlatformChannel channel = processor.adapt(PlatformChannel.class).orElseThrow();
     * PlatformStatus status = channel.execute(new GetPlatformStatus());
     * System.out.printf("SEV API %d.%d, %d guests%n", status.apiMajor(), status.apiMinor(), status.guestCount());
     * }</pre>
     *
     * @param command not null
     * @return what the command answers, never null; for a command that {@link PlatformCommand#asksLength asks for a
     *     length}, that
     * @throws SevCommandException when the driver or the firmware refused it, with both numbers
     */
    <A> A execute(PlatformCommand<A> command);
}
