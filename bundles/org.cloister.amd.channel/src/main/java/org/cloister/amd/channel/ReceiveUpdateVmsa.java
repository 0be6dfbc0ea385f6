// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;

/**
 * {@code RECEIVE_UPDATE_VMSA}, 14: makes one processor's VMSA of a packet that another platform sent. For SEV-ES, after
 * RECEIVE_START. Like {@link SendUpdateVmsa} no command of Linux's.
 *
 * <pre>{@code
 * channel.execute(new ReceiveUpdateVmsa(0, header, payload));
 * }</pre>
 *
 * @param vcpu the processor's index in the machine, from 0
 * @param header the packet header, 1 byte to 16 KiB
 * @param payload ciphertext, 1 byte to 16 KiB
 * @since 1.1
 */
public record ReceiveUpdateVmsa(int vcpu, Bytes header, Bytes payload) implements SevCommand<SevCommand.Done> {
    static final Codec<ReceiveUpdateVmsa, SevCommand.Done> CODEC =
            Codec.withoutBytes(14, CommandNames.RECEIVE_UPDATE_VMSA);

    /** Checks the lengths. */
    public ReceiveUpdateVmsa {
        Buffers.requireLength("header", header, 1);
        Buffers.requireLength("payload", payload, 1);
    }

    @Override
    public Codec<ReceiveUpdateVmsa, SevCommand.Done> codec() {
        return CODEC;
    }
}
