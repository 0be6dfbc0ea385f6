// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.session.PacketEngine;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.PlatformSession;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.sev.SevReceiver;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.core.move.MovedGuest;
import org.cloister.core.move.Packet;
import org.cloister.core.move.PacketReader;
import org.cloister.core.move.PacketType;

/**
 * A receiver that is a key and no platform. A guest without the policy bits SEV and DOMAIN can be sent to it: it sees
 * all of it, as its secure processor has it.
 */
final class Witness {
    private static final int PAGE = 4096;
    private static final int CERTIFICATE_AT = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EcKeyPair key = EcKeyPair.generate(RANDOM);

    /**
     * What a guest is made of.
     *
     * @param policy that the session is bound to
     * @param memory the digest over address, kind and content of all pages that were written
     * @param pages how many of them are private
     * @param vmsas of its processors, in clear
     * @param visibility which pages are private
     */
    record Seen(int policy, Bytes memory, int pages, List<Bytes> vmsas, List<Bytes> visibility) {}

    /** Looks at a guest, which runs on. */
    Seen look(Guest guest) throws IOException {
        Bytes pdh = certificate(KeyUsage.PDH);
        Bytes pek = certificate(KeyUsage.PEK);
        byte[] chain = Arrays.copyOf(pek.toArray(), 3 * SevCertificate.SIZE);
        Streamed target = new Streamed(new SevReceiver(pdh, Bytes.wrap(chain), Bytes.EMPTY).identity());
        guest.send(target, true, LaunchListener.SILENT, Limits.NONE);
        PacketReader stream = new PacketReader(new ByteArrayInputStream(target.stream()));
        MovedGuest.next(stream);
        return read(stream);
    }

    private Bytes certificate(KeyUsage usage) {
        return SevCertificate.unsigned(1, 55, usage, KeyAlgorithm.ECDH_SHA256, key.publicKey())
                .encode();
    }

    private Seen read(PacketReader stream) throws IOException {
        Bytes start = stream.next(PacketType.START).payload();
        int policy = ByteBuffer.wrap(start.toArray()).getInt(4);
        try (TransportKeys keys = keys(start, policy);
                PacketEngine engine = PacketEngine.of(keys)) {
            return read(stream, engine, policy);
        }
    }

    private TransportKeys keys(Bytes start, int policy) {
        SevCertificate sender = SevCertificate.decode(start.slice(CERTIFICATE_AT, SevCertificate.SIZE), "sender");
        Bytes session = start.slice(CERTIFICATE_AT + SevCertificate.SIZE, SessionBlob.SIZE);
        return PlatformSession.accept(key, sender.ecKey(), new SessionBlob(session), Integer.toUnsignedLong(policy));
    }

    private static Seen read(PacketReader stream, PacketEngine engine, int policy) throws IOException {
        MessageDigest memory = sha256();
        int pages = 0;
        List<Bytes> vmsas = new ArrayList<>();
        List<Bytes> visibility = new ArrayList<>();
        Packet packet = stream.next();
        while (packet.kind() != PacketType.END) {
            switch (packet.kind()) {
                case PRIVATE -> {
                    pages += packet.size() / PAGE;
                    digest(memory, packet, opened(engine, PacketKind.DATA, packet.payload()));
                }
                case SHARED -> digest(memory, packet, packet.payload().toArray());
                case VCPU -> {
                    if (packet.payload().length() > 0) {
                        vmsas.add(Bytes.wrap(opened(engine, PacketKind.VMSA, packet.payload())));
                    }
                }
                default -> visibility.add(packet.payload());
            }
            packet = stream.next();
        }
        return new Seen(policy, Bytes.wrap(memory.digest()), pages, vmsas, visibility);
    }

    private static void digest(MessageDigest memory, Packet packet, byte[] content) {
        for (int at = 0; at < content.length; at += PAGE) {
            memory.update(ByteBuffer.allocate(12)
                    .putInt(packet.kind().ordinal())
                    .putLong(packet.gpa() + at)
                    .array());
            memory.update(content, at, PAGE);
        }
    }

    private static byte[] opened(PacketEngine engine, PacketKind kind, Bytes packets) {
        int piece = PacketHeader.SIZE + PAGE;
        byte[] all = new byte[packets.length() / piece * PAGE];
        for (int i = 0; i * piece < packets.length(); i++) {
            Bytes one = packets.slice(i * piece, piece);
            TransportPacket packet = new TransportPacket(
                    new PacketHeader(one.slice(0, PacketHeader.SIZE)), one.slice(PacketHeader.SIZE, PAGE));
            if (!engine.authentic(kind, packet, PAGE, Bytes.EMPTY)) {
                throw new AssertionError("packet " + i + " is not the secure processor's");
            }
            byte[] content = engine.decrypt(packet);
            System.arraycopy(content, 0, all, i * PAGE, PAGE);
            Arrays.fill(content, (byte) 0);
        }
        return all;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
