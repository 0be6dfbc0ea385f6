// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.amd.crypto.AesCtr;
import org.cloister.amd.crypto.SecretMac;
import org.cloister.api.Bytes;

/**
 * Seals and opens packets of one session (SEV API, 55766, "Data Transport"), many of them after each other:
 * {@link TransportPacket} does the same for one. {@link #close} wipes the keys. For one thread.
 *
 * @since 1.1
 */
public final class PacketEngine implements AutoCloseable {
    // What is authenticated before the content: kind, flags, IV, length in memory, length of the content
    private static final int AHEAD = 1 + 4 + 16 + 4 + 4;

    private final AesCtr encryption;
    private final SecretMac authentication;

    private PacketEngine(AesCtr encryption, SecretMac authentication) {
        this.encryption = encryption;
        this.authentication = authentication;
    }

    /**
     * An engine with a session's keys.
     *
     * @param keys copied; the caller closes them
     */
    public static PacketEngine of(TransportKeys keys) {
        return new PacketEngine(AesCtr.of(keys.borrowTek()), SecretMac.of(keys.borrowTik()));
    }

    /**
     * Seals content.
     *
     * @param iv 16 bytes, never used before with these keys
     * @param content to be encrypted, not changed; the caller wipes it
     * @param bound what else is authenticated, see {@link TransportPacket#binding}; nothing with memory and VMSAs
     */
    public TransportPacket seal(PacketKind kind, Bytes iv, byte[] content, Bytes bound) {
        byte[] payload = encryption.apply(iv, content);
        Bytes mac = mac(ahead(kind, 0, iv, content.length, payload.length), payload, bound);
        return new TransportPacket(PacketHeader.of(iv, mac), Bytes.wrap(payload));
    }

    /**
     * Whether a packet's authentication code is right. The comparison takes the same time wherever the codes differ.
     *
     * @param length of the content once it is in the guest's memory, in bytes
     * @param bound what else is authenticated
     */
    public boolean authentic(PacketKind kind, TransportPacket packet, int length, Bytes bound) {
        PacketHeader header = packet.header();
        byte[] payload = packet.payload().toArray();
        byte[] ahead = ahead(kind, (int) header.flags(), header.iv(), length, payload.length);
        return ConstantTime.same(header.mac(), mac(ahead, payload, bound));
    }

    /**
     * A packet's content in clear; asks for no authenticity, see {@link #authentic}.
     *
     * @return as many bytes as the payload has, for the caller to wipe
     */
    public byte[] decrypt(TransportPacket packet) {
        return encryption.apply(packet.header().iv(), packet.payload().toArray());
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        encryption.close();
        authentication.close();
    }

    private Bytes mac(byte[] ahead, byte[] payload, Bytes bound) {
        return Bytes.wrap(authentication
                .update(ahead)
                .update(payload)
                .update(bound.toArray())
                .code());
    }

    private static byte[] ahead(PacketKind kind, int flags, Bytes iv, int length, int payload) {
        return ByteBuffer.allocate(AHEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) kind.code())
                .putInt(flags)
                .put(iv.toArray())
                .putInt(length)
                .putInt(payload)
                .array();
    }
}
