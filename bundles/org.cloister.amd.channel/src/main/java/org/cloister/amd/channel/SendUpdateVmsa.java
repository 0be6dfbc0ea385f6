// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;

/**
 * {@code SEND_UPDATE_VMSA}, 10: encrypts one processor's VMSA for the receiving platform. For SEV-ES, after SEND_START.
 *
 * <p>The firmware has this command and Linux does not: on {@code /dev/kvm} it is refused with {@code EINVAL}, so that
 * an SEV-ES guest cannot leave such a platform. The software platform carries it out. Whoever wants to know before
 * anything is sent asks once, in whatever state: {@code EINVAL} says that there is no such command.
 *
 * <pre>{@code
 * SendUpdateData.Packet packet = channel.execute(new SendUpdateVmsa(0));
 * }</pre>
 *
 * @param vcpu the processor's index in the machine, from 0
 * @since 1.1
 */
public record SendUpdateVmsa(int vcpu) implements SevCommand<SendUpdateData.Packet> {
    static final Codec<SendUpdateVmsa, SendUpdateData.Packet> CODEC =
            Codec.withoutBytes(10, CommandNames.SEND_UPDATE_VMSA);

    @Override
    public Codec<SendUpdateVmsa, SendUpdateData.Packet> codec() {
        return CODEC;
    }
}
