// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** A whole session that another implementation made, seen from the processor's side. */
class SessionVectorTest {
    private static final int POLICY = 0x3;

    @Test
    void theProcessorTakesTheKeysOut() {
        try (TransportKeys keys = session().open(agreed(), POLICY)) {
            assertThat(keys.tek()).isEqualTo(file("v_tek.bin").toArray());
            assertThat(keys.tik()).isEqualTo(file("v_tik.bin").toArray());
        }
    }

    @Test
    void theOwnerMakesTheSameBlob() {
        SessionBlob blob = session();
        TransportKeys keys =
                TransportKeys.of(file("v_tek.bin").toArray(), file("v_tik.bin").toArray());

        SessionBlob made = SessionBlob.seal(
                agreed(), SessionBlob.NONCE.in(blob.raw()), SessionBlob.WRAP_IV.in(blob.raw()), keys, POLICY);

        assertThat(made).isEqualTo(blob);
    }

    @Test
    void theSecretIsAuthenticAndReadable() {
        try (TransportKeys keys = session().open(agreed(), POLICY)) {
            TransportPacket packet = packet("hdr.b64", "pay.b64");
            Bytes measure = base64("measure.b64").slice(0, 32);

            assertThat(packet.authentic(PacketKind.SECRET, keys, 64, TransportPacket.binding(1, 40, measure)))
                    .isTrue();
            assertThat(packet.authentic(PacketKind.SECRET, keys, 64, TransportPacket.binding(0, 16, measure)))
                    .isFalse();
            String all = new String(packet.decrypt(keys), StandardCharsets.ISO_8859_1);
            assertThat(all).contains(new String(file("secret.txt").toArray(), StandardCharsets.US_ASCII).strip());
        }
    }

    @Test
    void everyChangedByteOfTheSessionIsNoticed() {
        byte[] image = session().raw().toArray();
        byte[] agreed = agreed();
        for (int i = 0; i < image.length; i++) {
            byte[] changed = image.clone();
            changed[i] ^= 0x10;
            String expected = i < SessionBlob.POLICY_MAC.offset() ? "session.wrap-mac" : "session.policy-mac";
            // The IV is not authenticated by the wrap's code: a wrong one gives other keys, and those another policy
            // code.
            if (i >= SessionBlob.WRAP_IV.offset() && i < SessionBlob.WRAP_IV.end()) {
                expected = "session.policy-mac";
            }
            SessionBlob blob = new SessionBlob(Bytes.of(changed));
            assertThat(refusal(() -> blob.open(agreed, POLICY)).code())
                    .as("byte " + i)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyBitOfThePolicyIsNoticed() {
        SessionBlob session = session();
        byte[] agreed = agreed();
        for (int bit = 0; bit < 32; bit++) {
            long other = POLICY ^ 1L << bit;
            assertThat(refusal(() -> session.open(agreed, other)).code()).isEqualTo("session.policy-mac");
        }
    }

    @Test
    void anotherPlatformCannotOpenIt() {
        try (EcKeyPair other = EcKeyPair.generate(new java.security.SecureRandom())) {
            SessionBlob session = session();
            byte[] agreed = other.agree(owner().ecKey());
            assertThat(refusal(() -> session.open(agreed, POLICY)).code()).isEqualTo("session.wrap-mac");
        }
    }

    @Test
    void sevctlsSecretsAreAuthentic() {
        Bytes measure = Bytes.of(
                        Base64.getDecoder().decode("TLeA7607lZQntLjRY1/i+sbtdSZ+75zxpz4Px9hzpBLwItF5Q2o4prA++3ZZv9ZS"))
                .slice(0, 32);
        TransportKeys keys = TransportKeys.of(
                TestData.bytes("secret/tek1.bin").toArray(),
                TestData.bytes("secret/tik1.bin").toArray());
        for (List<String> packed : SEVCTL) {
            PacketHeader header = new PacketHeader(Bytes.of(Base64.getDecoder().decode(packed.get(0))));
            Bytes payload = Bytes.of(Base64.getDecoder().decode(packed.get(1)));
            TransportPacket packet = new TransportPacket(header, payload);

            assertThat(packet.authentic(PacketKind.SECRET, keys, payload.length(), measure))
                    .isTrue();
            TransportPacket made =
                    TransportPacket.seal(PacketKind.SECRET, keys, header.iv(), packet.decrypt(keys), measure);
            assertThat(made).isEqualTo(packet);
        }
    }

    // virtee/sevctl, tests of "secret build": header and payload for one secret and for two.
    private static final List<List<String>> SEVCTL = List.of(
            List.of(
                    "AAAAAKxUdO1N0yx9mJ7FI9klWey8FSzeYQ4X8K71VzNKLU/KQsIsQxLjtbhaPUewqshX5Q==",
                    "0U3e5PcXv0UW+H4tSBFKOdCYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCCwD/2w5cPA=="),
            List.of(
                    "AAAAAKxUdO1N0yx9mJ7FI9klWeyZ3r0dOEKHUOhIRqzGYYvTJgdMtBPL1nK6GD9aGET7Ng==",
                    "0U3e5PcXv0UW+H4tSBFKObWYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCC+WWs332lpLNUX1ZI3YK"
                            + "7vYgtys4X+uGxEIlkIQ90v8/w8ZFmQMe"));

    private static SessionBlob session() {
        return SessionBlob.decode(file("v_session.bin"), "v_session.bin");
    }

    private static SevCertificate owner() {
        return SevCertificate.decode(file("v_godh.bin"), "v_godh.bin");
    }

    private static byte[] agreed() {
        SevCertificate pdh = SevCertificate.decode(file("pdh.cert"), "pdh.cert");
        String pem = new String(file("pdh_priv.pem").toArray(), StandardCharsets.US_ASCII);
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
        // SEC 1 (RFC 5915): the private part is behind the heads of a sequence, a number and itself.
        try (EcKeyPair pair = EcKeyPair.of(Arrays.copyOfRange(key, 8, 56), pdh.ecKey())) {
            return pair.agree(owner().ecKey());
        }
    }

    private static TransportPacket packet(String header, String payload) {
        return new TransportPacket(PacketHeader.decode(base64(header), header), base64(payload));
    }

    private static Bytes base64(String name) {
        return Bytes.of(Base64.getMimeDecoder().decode(file(name).toArray()));
    }

    private static Bytes file(String name) {
        return TestData.bytes("session-vector/" + name);
    }
}
