// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SEND_START} (8): begins to send a guest to another platform. For SEV and SEV-ES.
 *
 * <pre>{@code
 * SendStart.Session sent = LengthQuery.fetch(channel, new SendStart(pdh, chain, amdChain, 0));
 * }</pre>
 *
 * @param certificate the receiving platform's PDH certificate, at most 16 KiB; may be empty when the length is asked
 *     for
 * @param platformCertificates its PEK, OCA and CEK certificates; as above
 * @param amdCertificates AMD's ASK and ARK certificates; as above
 * @param capacity room for the session in bytes, at most 16 KiB; 0 asks for its length
 */
public record SendStart(Bytes certificate, Bytes platformCertificates, Bytes amdCertificates, int capacity)
        implements SevCommand<SendStart.Session>, LengthAsked<SendStart.Session, SendStart> {
    private static final Slot POLICY = Slot.hex("policy", 0, 4);
    private static final Pointer CERTIFICATE = Pointer.of("pdh_cert_uaddr", 8, "pdh_cert_len", 16);
    private static final Pointer PLATFORM = Pointer.of("plat_certs_uaddr", 24, "plat_certs_len", 32);
    private static final Pointer AMD = Pointer.of("amd_certs_uaddr", 40, "amd_certs_len", 48);
    private static final Pointer SESSION = Pointer.of("session_uaddr", 56, "session_len", 64);

    static final Codec<SendStart, Session> CODEC = Codec.of(
                    8,
                    CommandNames.SEND_START,
                    Layout.of("kvm_sev_send_start", 72, POLICY, CERTIFICATE, PLATFORM, AMD, SESSION),
                    SendStart::write,
                    SendStart::read)
            .answers(SendStart::writeAnswer, SendStart::readAnswer);

    /**
     * Asks how long the session is, with no certificates yet.
     *
     * @since 1.1
     */
    public static final SendStart LENGTH = new SendStart(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, 0);

    /** Checks the lengths. */
    public SendStart {
        Buffers.requireCapacity("capacity", capacity);
        int least = capacity == 0 ? 0 : 1;
        Buffers.requireLength("certificate", certificate, least);
        Buffers.requireLength("platformCertificates", platformCertificates, least);
        Buffers.requireLength("amdCertificates", amdCertificates, least);
    }

    @Override
    public Codec<SendStart, Session> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.place(CERTIFICATE, certificate);
        out.place(PLATFORM, platformCertificates);
        out.place(AMD, amdCertificates);
        out.room(SESSION, capacity);
    }

    // Linux looks at no certificate where it is asked for the length alone.
    private static SendStart read(CommandStruct in) {
        int capacity = in.capacity(SESSION);
        if (capacity == 0) {
            return LENGTH;
        }
        in.require(CERTIFICATE, SESSION);
        return new SendStart(in.required(CERTIFICATE), in.required(PLATFORM), in.required(AMD), capacity);
    }

    // Who asks for the length gets that alone: Linux copies the policy as it was.
    private void writeAnswer(Session answer, CommandStruct out) {
        if (!asksLength()) {
            out.put(POLICY, answer.policy());
        }
        out.answer(SESSION, answer.session(), asksLength(), capacity);
    }

    private Session readAnswer(CommandStruct in) {
        return new Session(in.word(POLICY), in.answered(SESSION, asksLength(), capacity));
    }

    @Override
    public boolean asksLength() {
        return capacity == 0;
    }

    @Override
    public SendStart withRoomFor(Session lengths) {
        int room = lengths.session().room(name());
        return new SendStart(certificate, platformCertificates, amdCertificates, room);
    }

    /**
     * What RECEIVE_START of the other platform takes.
     *
     * @param policy the guest's policy, unsigned 32 bits; without meaning when the length was asked for
     * @param session the session
     */
    public record Session(int policy, Blob session) {
        /** Checks that there is a session. */
        public Session {
            Objects.requireNonNull(session, "session");
        }
    }
}
