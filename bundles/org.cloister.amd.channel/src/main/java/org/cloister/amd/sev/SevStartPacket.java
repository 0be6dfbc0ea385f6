// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.nio.ByteBuffer;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.cpu.Profile;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * What RECEIVE_START needs of the sender, and how the machine is initialised before it. Form 1: the number 1 and the
 * policy, 4 bytes each, SEV features, 8, whether INIT or ES_INIT is the command, 4, all of them most significant byte
 * first; the sender's PDH certificate and the session.
 *
 * @param legacy whether the guest's profile is {@code legacy}
 */
record SevStartPacket(int policy, long features, boolean legacy, Bytes pdh, Bytes session) {
    private static final int FORM = 1;
    private static final int HEAD = 20;
    private static final int SESSION = 128;
    private static final int SIZE = HEAD + SevCertificate.SIZE + SESSION;

    static SevStartPacket of(Bytes packet) {
        if (packet.length() != SIZE) {
            throw wrong(packet.length() + " bytes", SIZE + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(packet.toArray());
        int form = in.getInt();
        if (form != FORM) {
            throw wrong("form " + form, "form " + FORM);
        }
        int policy = in.getInt();
        long features = in.getLong();
        int legacy = in.getInt();
        if (legacy != 0 && legacy != 1) {
            throw wrong("profile " + legacy, "0 for init2, 1 for legacy");
        }
        return new SevStartPacket(
                policy,
                features,
                legacy == 1,
                packet.slice(HEAD, SevCertificate.SIZE),
                packet.slice(HEAD + SevCertificate.SIZE, SESSION));
    }

    Bytes packet() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + pdh.length() + session.length());
        out.putInt(FORM).putInt(policy).putLong(features).putInt(legacy ? 1 : 0);
        out.put(pdh.toArray()).put(session.toArray());
        return Bytes.wrap(out.array());
    }

    Profile profile() {
        return legacy ? Profile.LEGACY : Profile.INIT2;
    }

    private static RuntimeException wrong(String found, String expected) {
        return Problem.input(SevCodes.RECEIVE_PACKET, "a guest cannot be received from this packet")
                .at("start of sending")
                .found(found)
                .expected(expected)
                .remedy("send the guest again, with Cloister of the same version on both sides")
                .exception();
    }
}
