// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.amd.testing.Refusals.refusal;

import java.security.SecureRandom;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class OwnerSessionTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes IV = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void bothSidesHaveTheSameKeys() {
        try (EcKeyPair pdh = EcKeyPair.generate(RANDOM);
                OwnerSession session = OwnerSession.create(pdh.publicKey(), 1, 55, 0x5, RANDOM);
                TransportKeys seen =
                        session.blob().open(pdh.agree(session.certificate().ecKey()), 0x5)) {
            assertThat(seen.tek()).isEqualTo(session.keys().tek());
            assertThat(seen.tik()).isEqualTo(session.keys().tik());
            assertThat(session.certificate().usage()).isEqualTo(KeyUsage.PDH);
            assertThat(session.certificate().first().present()).isFalse();
        }
    }

    @Test
    void noTwoSessionsAreAlike() {
        try (EcKeyPair pdh = EcKeyPair.generate(RANDOM);
                OwnerSession one = OwnerSession.create(pdh.publicKey(), 1, 55, 0, RANDOM);
                OwnerSession other = OwnerSession.create(pdh.publicKey(), 1, 55, 0, RANDOM)) {
            assertThat(one.blob()).isNotEqualTo(other.blob());
            assertThat(one.certificate().key()).isNotEqualTo(other.certificate().key());
            assertThat(one.keys().tik()).isNotEqualTo(other.keys().tik());
        }
    }

    @Test
    void wipedKeysAreOfNoUse() {
        TransportKeys keys = TransportKeys.generate(RANDOM);
        TransportKeys copy = keys.copy();
        keys.close();

        assertThatThrownBy(keys::tek).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.authenticate(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThat(copy.tek()).hasSize(16);
        assertThat(copy).hasToString("transport keys");
    }

    @Test
    void wrongLengthsAreRefusedByName() {
        assertThat(refusal(() -> TransportKeys.of(new byte[16], new byte[15])).where())
                .isEqualTo("tik");
        assertThat(refusal(() -> SessionBlob.decode(Bytes.of(new byte[127]), "s.bin"))
                        .code())
                .isEqualTo("session.length");
        assertThat(refusal(() -> PacketHeader.decode(Bytes.of(new byte[53]), "h.bin"))
                        .code())
                .isEqualTo("packet.length");
        assertThat(refusal(() -> TransportPacket.binding(1, 0, Bytes.of(new byte[48])))
                        .code())
                .isEqualTo("packet.measure");
    }

    @Test
    void everyPartOfAPacketIsAuthenticated() {
        try (TransportKeys keys = TransportKeys.generate(RANDOM)) {
            Bytes measure = Bytes.of(new byte[32]);
            TransportPacket packet = TransportPacket.seal(PacketKind.SECRET, keys, IV, new byte[32], measure);

            assertThat(packet.authentic(PacketKind.SECRET, keys, 32, measure)).isTrue();
            assertThat(packet.authentic(PacketKind.DATA, keys, 32, measure)).isFalse();
            assertThat(packet.authentic(PacketKind.SECRET, keys, 16, measure)).isFalse();
            assertThat(packet.authentic(PacketKind.SECRET, keys, 32, Bytes.EMPTY))
                    .isFalse();
            assertChangesAreNoticed(packet, keys, measure);
        }
    }

    private static void assertChangesAreNoticed(TransportPacket packet, TransportKeys keys, Bytes measure) {
        for (int i = 0; i < PacketHeader.SIZE; i++) {
            TransportPacket changed =
                    new TransportPacket(new PacketHeader(flipped(packet.header().raw(), i)), packet.payload());
            assertThat(changed.authentic(PacketKind.SECRET, keys, 32, measure)).isFalse();
        }
        for (int i = 0; i < 32; i++) {
            TransportPacket changed = new TransportPacket(packet.header(), flipped(packet.payload(), i));
            assertThat(changed.authentic(PacketKind.SECRET, keys, 32, measure)).isFalse();
        }
    }

    @Test
    void structuresAreShownInFull() {
        assertThat(new SessionBlob(Bytes.of(new byte[128])).show().fields()).hasSize(5);
        PacketHeader header = new PacketHeader(flipped(Bytes.of(new byte[52]), 0));
        assertThat(header.show().fields()).hasSize(3);
        assertThat(header.compressed()).isFalse();
        assertThat(new PacketHeader(Bytes.ofHex("01" + "00".repeat(51))).compressed())
                .isTrue();
    }

    @Test
    void keysOffTheCurveAreRefused() {
        try (EcKeyPair pdh = EcKeyPair.generate(RANDOM)) {
            EcKey off = new EcKey(flipped(pdh.publicKey().raw(), 8));
            assertThat(refusal(() -> OwnerSession.create(off, 1, 55, 0, RANDOM)).code())
                    .isEqualTo("key.point");
        }
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] image = bytes.toArray();
        image[at] ^= 0x40;
        return Bytes.of(image);
    }
}
