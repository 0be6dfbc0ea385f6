// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.amd.id.KeyBuilder.EC;
import static org.cloister.amd.id.KeyBuilder.P384;
import static org.cloister.amd.id.KeyBuilder.ascii;
import static org.cloister.amd.id.KeyBuilder.join;
import static org.cloister.amd.id.KeyBuilder.pem;
import static org.cloister.amd.id.KeyBuilder.pkcs8;
import static org.cloister.amd.id.KeyBuilder.sec1;
import static org.cloister.amd.id.KeyBuilder.spki;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keys in every form that tools write them in. */
class SigningKeyTest {
    private static final byte[] NONE = {};
    private static final KeyBuilder KEY = KeyBuilder.ofP384();
    private static final EcKey PUBLIC = EcKey.of(Curve.P384, KEY.publicKey());

    @TestFactory
    Stream<DynamicTest> privateForms() {
        byte[] whole = sec1(KEY.scalar(), P384, KEY.point());
        byte[] bare = sec1(KEY.scalar(), "", NONE);
        byte[] file = pem("EC PRIVATE KEY", whole);
        byte[] windows = ascii(new String(file, StandardCharsets.US_ASCII).replace("\n", "\r\n"));
        return Stream.of(
                form("SEC 1", file),
                form("SEC 1 without a public key", pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, NONE))),
                form("SEC 1, compressed", pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, KEY.compressed()))),
                form("SEC 1 behind parameters", join(pem("EC PARAMETERS", KeyBuilder.hex(P384)), file)),
                form("SEC 1 with lines of Windows", windows),
                form("SEC 1 with text around it", join(ascii("Private-Key: (384 bit)\n"), file, ascii("done\n"))),
                form("PKCS #8", pem("PRIVATE KEY", pkcs8(EC, P384, sec1(KEY.scalar(), "", KEY.point())))),
                form("PKCS #8 with the curve twice", pem("PRIVATE KEY", pkcs8(EC, P384, whole))),
                form("PKCS #8 as Java writes it", pem("PRIVATE KEY", pkcs8(EC, P384, bare))));
    }

    private static DynamicTest form(String name, byte[] file) {
        return DynamicTest.dynamicTest(name, () -> {
            try (SigningKey key = SigningKey.read(file, "key.pem")) {
                assertThat(key.publicKey()).isEqualTo(PUBLIC);
            }
            assertThat(PublicKeyFile.read(file, "key.pem")).isEqualTo(PUBLIC);
        });
    }

    @Test
    void publicForms() {
        assertThat(PublicKeyFile.read(pem("PUBLIC KEY", spki(EC, P384, KEY.point())), "key.pem"))
                .isEqualTo(PUBLIC);
        assertThat(PublicKeyFile.read(pem("PUBLIC KEY", spki(EC, P384, KEY.compressed())), "key.pem"))
                .isEqualTo(PUBLIC);
        assertThat(PublicKeyFile.read(pem("PUBLIC KEY", KEY.publicKey().getEncoded()), "key.pem"))
                .isEqualTo(PUBLIC);
        assertThat(PublicKeyFile.read(PUBLIC.raw().toArray(), "key.bin")).isEqualTo(PUBLIC);
    }

    @RepeatedTest(8)
    void publicPartIsComputedWhereItIsMissing() {
        KeyBuilder any = KeyBuilder.ofP384();
        byte[] file = pem("EC PRIVATE KEY", sec1(any.scalar(), P384, NONE));
        assertThat(PublicKeyFile.read(file, "key.pem")).isEqualTo(EcKey.of(Curve.P384, any.publicKey()));
    }

    @Test
    void signsWhatItsPublicPartVerifies() {
        Bytes message = Bytes.of(ascii("a message"));
        try (SigningKey key = read()) {
            IdSignature signature = key.sign(message);
            assertThat(signature.r().slice(48, 24).isZero()).isTrue();
            assertThat(signature.s().slice(48, 24).isZero()).isTrue();
            assertThat(verifies(message, signature)).isTrue();
            assertThat(verifies(Bytes.of(ascii("another")), signature)).isFalse();
            assertThat(key.sign(message)).isNotEqualTo(signature);
        }
    }

    @Test
    void aDerivedKeyIsItsNumber() {
        byte[] number = KEY.scalar();
        try (SigningKey key = SigningKey.of(number)) {
            Arrays.fill(number, (byte) 0);
            assertThat(key.publicKey()).isEqualTo(PUBLIC);
            assertThat(verifies(Bytes.EMPTY, key.sign(Bytes.EMPTY))).isTrue();
        }
        byte[] order = Curve.P384.parameters().getOrder().toByteArray();
        for (byte[] none : new byte[][] {new byte[48], new byte[47], new byte[49], Arrays.copyOfRange(order, 1, 49)}) {
            assertThatThrownBy(() -> SigningKey.of(none))
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContaining("not a private key on P-384");
        }
    }

    @Test
    void isOfNoUseAfterItWasClosed() {
        SigningKey key = read();
        key.close();
        assertThatThrownBy(() -> key.sign(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThat(key.publicKey()).isEqualTo(PUBLIC);
    }

    @Test
    void tellsNothingOfItself() {
        try (SigningKey key = read()) {
            assertThat(key).hasToString("private key on P-384");
        }
    }

    @Test
    void leavesTheFileToTheCaller() {
        byte[] file = pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, NONE));
        byte[] before = file.clone();
        SigningKey.read(file, "key.pem").close();
        assertThat(file).isEqualTo(before);
    }

    private static SigningKey read() {
        return SigningKey.read(pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, KEY.point())), "key.pem");
    }

    private static boolean verifies(Bytes message, IdSignature signature) {
        return Crypto.platform().verifyEcdsa(KEY.publicKey(), Hash.SHA384, message, signature.numbers());
    }
}
