// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SEND_START} (8): begins to send a guest to another platform. For SEV and SEV-ES.
 *
 * @param certificate the receiving platform's PDH certificate, at most 16 KiB; may be empty when the length is asked
 *     for
 * @param platformCertificates its PEK, OCA and CEK certificates; as above
 * @param amdCertificates AMD's ASK and ARK certificates; as above
 * @param capacity room for the session in bytes, at most 16 KiB; 0 asks for its length
 */
public record SendStart(Bytes certificate, Bytes platformCertificates, Bytes amdCertificates, int capacity)
        implements SevCommand<SendStart.Session>, LengthAsked<SendStart.Session, SendStart> {
    /** Checks the lengths. */
    public SendStart {
        Buffers.requireCapacity("capacity", capacity);
        int least = capacity == 0 ? 0 : 1;
        Buffers.requireLength("certificate", certificate, least);
        Buffers.requireLength("platformCertificates", platformCertificates, least);
        Buffers.requireLength("amdCertificates", amdCertificates, least);
    }

    @Override
    public int id() {
        return 8;
    }

    @Override
    public String name() {
        return "SEND_START";
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
