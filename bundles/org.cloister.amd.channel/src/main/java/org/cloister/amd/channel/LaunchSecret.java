// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_LAUNCH_SECRET} (5): puts the guest owner's secret into guest memory, after the measurement. It comes
 * encrypted with the session's transport key, so nothing here is readable. For SEV and SEV-ES.
 *
 * <pre>{@code
 * long place = memory.hostAddress(0x1000).orElseThrow();
 * channel.execute(new LaunchSecret(header, place, payload.length(), payload));
 * }</pre>
 *
 * @param header the packet header, 52 bytes in today's firmware, 1 byte to 16 KiB for the kernel
 * @param guestAddress the host's address of the guest memory that takes it; the range must be physically contiguous
 * @param guestLength bytes there, unsigned 32 bits in a long
 * @param payload ciphertext, 1 byte to 16 KiB
 */
public record LaunchSecret(Bytes header, long guestAddress, long guestLength, Bytes payload)
        implements SevCommand<SevCommand.Done> {
    static final Codec<LaunchSecret, SevCommand.Done> CODEC = Codec.of(
            5,
            CommandNames.LAUNCH_SECRET,
            PacketLayout.of("kvm_sev_launch_secret"),
            LaunchSecret::write,
            LaunchSecret::read);

    /** Checks the lengths. */
    public LaunchSecret {
        Buffers.requireLength("header", header, 1);
        Buffers.requireUnsigned32("guestLength", guestLength);
        Buffers.requireLength("payload", payload, 1);
    }

    @Override
    public Codec<LaunchSecret, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.place(PacketLayout.HEADER, header);
        out.put(PacketLayout.GUEST_ADDRESS, guestAddress);
        out.put(PacketLayout.GUEST_LENGTH, guestLength);
        out.place(PacketLayout.PAYLOAD, payload);
    }

    private static LaunchSecret read(CommandStruct in) {
        return new LaunchSecret(
                in.required(PacketLayout.HEADER),
                in.number(PacketLayout.GUEST_ADDRESS),
                in.number(PacketLayout.GUEST_LENGTH),
                in.required(PacketLayout.PAYLOAD));
    }
}
