// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.api.Bytes;
import org.cloister.testing.FixedDraws;
import org.cloister.testing.MigrationVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions and packets between platforms, as another implementation of the formulas made them. */
class MigrationVectorTest {
    @ParameterizedTest
    @CsvSource({"sev, receiver, 0x0", "es, receiver, 0x4", "domain, same-domain, 0x10"})
    void aSenderMakesTheSession(String name, String receiver, String policy) {
        MigrationVector vector = new MigrationVector();
        FixedDraws draws = new FixedDraws(vector.drawn(name));
        try (EcKeyPair own = pair(vector, "sender");
                PlatformSession session =
                        PlatformSession.begin(own, certificate(vector, receiver).ecKey(), Long.decode(policy), draws)) {
            assertThat(session.blob().raw()).isEqualTo(Bytes.of(vector.session(name)));
            assertThat(session.keys().tek()).isEqualTo(vector.value(name, "tek"));
            draws.requireUsedUp();
        }
    }

    @ParameterizedTest
    @CsvSource({"sev, receiver, 0x0", "es, receiver, 0x4", "domain, same-domain, 0x10"})
    void aReceiverTakesTheKeysOut(String name, String receiver, String policy) {
        MigrationVector vector = new MigrationVector();
        try (TransportKeys keys = accept(vector, name, receiver, Long.decode(policy))) {
            assertThat(keys.tek()).isEqualTo(vector.value(name, "tek"));
            assertThat(keys.tik()).isEqualTo(vector.value(name, "tik"));
        }
    }

    @Test
    void aChangedWrapIvIsNoticedByThePolicysCodeAlone() {
        MigrationVector vector = new MigrationVector();
        byte[] session = vector.session("sev");
        byte[] agreed = vector.value("sev", "z");
        for (int i = 0; i < SessionBlob.SIZE; i++) {
            byte[] changed = session.clone();
            changed[i] ^= 1;
            boolean byPolicy = i >= SessionBlob.WRAP_IV.offset() && i < SessionBlob.WRAP_IV.end()
                    || i >= SessionBlob.POLICY_MAC.offset();
            SessionBlob blob = new SessionBlob(Bytes.of(changed));
            assertThat(refusal(() -> blob.open(agreed, 0)).code())
                    .as("byte %d", i)
                    .isEqualTo(byPolicy ? "session.policy-mac" : "session.wrap-mac");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sev, receiver, 0x0, sev-page, page.bin, DATA",
        "es, receiver, 0x4, es-page, page.bin, DATA",
        "es, receiver, 0x4, es-vmsa, vmsa.bin, VMSA",
        "domain, same-domain, 0x10, domain-page, page.bin, DATA"
    })
    void packetsComeOutByteForByte(
            String name, String receiver, String policy, String packet, String content, PacketKind kind) {
        MigrationVector vector = new MigrationVector();
        byte[] plain = vector.file(content);
        TransportPacket expected = packet(vector, packet);
        try (TransportKeys keys = accept(vector, name, receiver, Long.decode(policy))) {
            assertThat(TransportPacket.seal(kind, keys, Bytes.of(vector.iv(packet)), plain, Bytes.EMPTY))
                    .isEqualTo(expected);
            assertThat(expected.authentic(kind, keys, plain.length, Bytes.EMPTY))
                    .isTrue();
            assertThat(expected.decrypt(keys)).isEqualTo(plain);
        }
    }

    @Test
    void everyChangedBitOfAPacketIsNoticed() {
        MigrationVector vector = new MigrationVector();
        byte[] both = MigrationVector.join(vector.file("sev-short.hdr"), vector.file("sev-short.trans"));
        try (TransportKeys keys = accept(vector, "sev", "receiver", 0)) {
            for (int bit = 0; bit < both.length * Byte.SIZE; bit++) {
                byte[] changed = both.clone();
                changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                PacketHeader header = new PacketHeader(Bytes.of(changed, 0, PacketHeader.SIZE));
                TransportPacket packet = new TransportPacket(
                        header, Bytes.of(changed, PacketHeader.SIZE, changed.length - PacketHeader.SIZE));
                assertThat(packet.authentic(PacketKind.DATA, keys, 16, Bytes.EMPTY))
                        .as("bit %d", bit)
                        .isFalse();
            }
            assertThat(packet(vector, "sev-short").authentic(PacketKind.DATA, keys, 15, Bytes.EMPTY))
                    .as("another length in memory")
                    .isFalse();
        }
    }

    @Test
    void aVmsaIsAuthenticUnderTheByteOfThePublishedFirmwareOnly() {
        MigrationVector vector = new MigrationVector();
        try (TransportKeys keys = accept(vector, "es", "receiver", 4)) {
            assertThat(packet(vector, "es-vmsa").authentic(PacketKind.VMSA, keys, 4096, Bytes.EMPTY))
                    .isTrue();
            assertThat(packet(vector, "es-vmsa3").authentic(PacketKind.VMSA, keys, 4096, Bytes.EMPTY))
                    .isFalse();
        }
    }

    @Test
    void whoClosesASessionHasNoKeysMore() {
        MigrationVector vector = new MigrationVector();
        try (EcKeyPair own = pair(vector, "sender")) {
            PlatformSession session = PlatformSession.begin(
                    own, certificate(vector, "receiver").ecKey(), 0, new FixedDraws(vector.drawn("sev")));
            session.close();
            assertThatIllegalStateException().isThrownBy(() -> session.keys().tek());
        }
    }

    private static TransportKeys accept(MigrationVector vector, String name, String receiver, long policy) {
        SessionBlob blob = new SessionBlob(Bytes.of(vector.session(name)));
        try (EcKeyPair own = pair(vector, receiver)) {
            return PlatformSession.accept(own, certificate(vector, "sender").ecKey(), blob, policy);
        }
    }

    private static TransportPacket packet(MigrationVector vector, String name) {
        return new TransportPacket(
                new PacketHeader(Bytes.of(vector.file(name + ".hdr"))), Bytes.of(vector.file(name + ".trans")));
    }

    private static EcKeyPair pair(MigrationVector vector, String platform) {
        return EcKeyPair.of(
                vector.privateKey(platform, "pdh"),
                certificate(vector, platform).ecKey());
    }

    private static SevCertificate certificate(MigrationVector vector, String platform) {
        return SevCertificate.decode(Bytes.of(vector.pdh(platform)), platform);
    }
}
