// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Answers that independent implementations gave for keys, nonces and IVs of zeros. */
class KnownAnswersTest {
    private static final Bytes ZEROS = Bytes.of(new byte[16]);

    @Test
    void derivesTheKeys() {
        byte[] master = KeyDerivation.derive(new byte[16], 16, "sev-master-secret", ZEROS);

        assertThat(hex(master)).isEqualTo("ab4d269fcc62bedb4511d56c386ce706");
        assertThat(hex(KeyDerivation.derive(master, 16, "sev-kek", Bytes.EMPTY)))
                .isEqualTo("b6abfbfb75ea1ea74ed8750b8afdb973");
        assertThat(hex(KeyDerivation.derive(master, 16, "sev-kik", Bytes.EMPTY)))
                .isEqualTo("53b524bf5669a363f365c864acba8572");
    }

    @Test
    void wrapsTheTransportKeys() {
        SessionBlob blob = SessionBlob.seal(new byte[16], ZEROS, ZEROS, zeroKeys(), 0);

        assertThat(SessionBlob.WRAP_TK.in(blob.raw()).hex())
                .isEqualTo("2137bc7f9bb8bd7c3e55a576a15d3454b3856b8ba27afadf46dcfee9f02c02c4");
        assertThat(SessionBlob.WRAP_MAC.in(blob.raw()).hex())
                .isEqualTo("3176c0752738bd9d5e86689534020f528c088f16238826b000b327dee6aeed7d");
        assertThat(SessionBlob.POLICY_MAC.in(blob.raw()).hex())
                .isEqualTo("aa7855e13839dd767cd5da7c1ff5036540c9264b7a803029315e55375287b4af");
    }

    @Test
    void sealsSecrets() {
        byte[] secret = Bytes.ofHex("000102030405060708090a0b0c0d0e0f").toArray();
        Bytes measure = Bytes.of(new byte[32]);

        TransportPacket packet = TransportPacket.seal(
                PacketKind.SECRET, zeroKeys(), ZEROS, secret, TransportPacket.binding(1, 55, measure));

        assertThat(packet.payload().hex()).isEqualTo("66e849d7eb8f2a3c8045f052c6392521");
        assertThat(packet.header().mac().hex())
                .isEqualTo("0d9b64c32a60121ec9bbab739f86b153de21c392b3b6439c105636c105a2cdd5");
    }

    @Test
    void derivesMoreThanOneBlock() {
        byte[] two = KeyDerivation.derive(new byte[16], 48, "label", ZEROS);
        byte[] again = KeyDerivation.derive(new byte[16], 48, "label", ZEROS);

        assertThat(two).hasSize(48).isEqualTo(again);
        assertThat(Bytes.of(two, 32, 16)).isNotEqualTo(Bytes.of(two, 0, 16));
    }

    private static TransportKeys zeroKeys() {
        return TransportKeys.of(new byte[16], new byte[16]);
    }

    private static String hex(byte[] bytes) {
        return Bytes.of(bytes).hex();
    }
}
