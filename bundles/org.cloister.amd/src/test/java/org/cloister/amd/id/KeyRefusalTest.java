// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.id.KeyBuilder.EC;
import static org.cloister.amd.id.KeyBuilder.P256;
import static org.cloister.amd.id.KeyBuilder.P384;
import static org.cloister.amd.id.KeyBuilder.RSA;
import static org.cloister.amd.id.KeyBuilder.ascii;
import static org.cloister.amd.id.KeyBuilder.hex;
import static org.cloister.amd.id.KeyBuilder.join;
import static org.cloister.amd.id.KeyBuilder.pem;
import static org.cloister.amd.id.KeyBuilder.pkcs8;
import static org.cloister.amd.id.KeyBuilder.sec1;
import static org.cloister.amd.id.KeyBuilder.spki;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.cloister.amd.cert.Curve;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.testdata.Hostile;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that hold no key, or not the right one: each is named, and no problem reveals anything of a secret. */
class KeyRefusalTest {
    private static final byte[] NONE = {};
    private static final String ORDER =
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";
    private static final KeyBuilder KEY = KeyBuilder.ofP384();
    private static final KeyBuilder SMALL = KeyBuilder.ofP256();
    private static final byte[] SEC1 = sec1(KEY.scalar(), P384, KEY.point());
    /** Behind the head of the whole, 30 81 a4, and that of the number. */
    private static final int SEC1_VERSION = 5;

    private static final byte[] FILE = pem("EC PRIVATE KEY", SEC1);

    @TestFactory
    Stream<DynamicTest> privateKeys() {
        byte[] bare = sec1(KEY.scalar(), "", NONE);
        byte[] ofSmall = sec1(SMALL.scalar(), P256, SMALL.point());
        return Stream.of(
                wrong("an empty file", "key.empty", NONE),
                wrong("a long file", "key.size", new byte[70_000]),
                wrong("any text", "key.pem", ascii("hello")),
                wrong("DER", "key.pem", SEC1),
                wrong("no end", "key.pem", Arrays.copyOf(FILE, FILE.length - 10)),
                wrong("no label", "key.pem", ascii("-----BEGIN ")),
                wrong("a label of small letters", "key.pem", ascii("-----BEGIN key-----\n-----END key-----\n")),
                wrong("no base64", "key.base64", ascii("-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----\n")),
                wrong("nothing in it", "key.der", pem("PRIVATE KEY", NONE)),
                wrong("two keys", "key.several", join(FILE, FILE)),
                wrong("parameters alone", "key.pem", pem("EC PARAMETERS", hex(P384))),
                wrong("a public key", "key.public", pem("PUBLIC KEY", spki(EC, P384, KEY.point()))),
                wrong("P-256 in SEC 1", "key.curve", pem("EC PRIVATE KEY", ofSmall)),
                wrong("P-256 in PKCS #8", "key.curve", pem("PRIVATE KEY", pkcs8(EC, P256, ofSmall))),
                wrong("P-256 within P-384", "key.curve", pem("PRIVATE KEY", pkcs8(EC, P384, ofSmall))),
                wrong("RSA", "key.type", pem("PRIVATE KEY", pkcs8(RSA, "0500", bare))),
                wrong("a curve by its numbers", "key.curve", pem("PRIVATE KEY", pkcs8(EC, "3003020101", bare))),
                wrong("no curve", "key.der", pem("EC PRIVATE KEY", bare)),
                wrong("zero", "key.range", pem("EC PRIVATE KEY", sec1(new byte[48], P384, NONE))),
                wrong("the order", "key.range", pem("EC PRIVATE KEY", sec1(hex(ORDER), P384, NONE))),
                wrong("a short number", "key.range", pem("EC PRIVATE KEY", sec1(new byte[] {7}, P384, NONE))),
                wrong("a foreign public key", "key.pair", otherPair()),
                wrong("no point", "key.point", pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, off(KEY.point())))),
                wrong("a short point", "key.point", pem("EC PRIVATE KEY", sec1(KEY.scalar(), P384, new byte[49]))),
                wrong("a wrong label", "key.der", pem("PRIVATE KEY", SEC1)),
                wrong("bytes behind it", "key.der", pem("EC PRIVATE KEY", join(SEC1, new byte[1]))),
                wrong("version 2", "key.der", pem("EC PRIVATE KEY", changed(SEC1, SEC1_VERSION, 2))),
                wrong("a length of no definite size", "key.der", pem("PRIVATE KEY", hex("30800000"))),
                wrong("a length longer than need be", "key.der", pem("PRIVATE KEY", hex("308103020100"))));
    }

    private static DynamicTest wrong(String name, String code, byte[] file) {
        return DynamicTest.dynamicTest(name, () -> {
            Problem problem = refused(code, () -> SigningKey.read(file, "key.pem"));
            assertThat(problem.where()).startsWith("key.pem");
            if (!code.equals("key.public") && !code.equals("key.several")) {
                refused(code, () -> PublicKeyFile.read(file, "key.pem"));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY,an RSA key (RSA PRIVATE KEY)",
        "CERTIFICATE,a certificate (CERTIFICATE)",
        "OPENSSH PRIVATE KEY,a key of OpenSSH (OPENSSH PRIVATE KEY)",
        "PGP MESSAGE,something else (PGP MESSAGE)"
    })
    void otherFilesAreCalledWhatTheyAre(String label, String found) {
        Problem problem = refused("key.kind", () -> SigningKey.read(pem(label, NONE), "key.pem"));
        assertThat(problem.found()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "2a8648ce3d030107,P-256",
        "2b81040023,P-521",
        "2b8104000a,secp256k1",
        "2b240303020801010b,brainpoolP384r1",
        "2a03,the unknown identifier 2a03"
    })
    void otherCurvesAreNamed(String identifier, String name) {
        String curve = String.format("06%02x%s", identifier.length() / 2, identifier);
        byte[] file = pem("PUBLIC KEY", spki(EC, curve, KEY.point()));
        assertThat(refused("key.curve", () -> PublicKeyFile.read(file, "key.pem"))
                        .found())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "06092a864886f70d010101,RSA",
        "06032b6570,Ed25519",
        "06032b656f,X448",
        "06022a03,the unknown identifier 2a03"
    })
    void otherKindsAreNamed(String algorithm, String name) {
        byte[] file = pem("PUBLIC KEY", spki(algorithm, "", NONE));
        assertThat(refused("key.type", () -> PublicKeyFile.read(file, "key.pem"))
                        .found())
                .isEqualTo(name);
    }

    @Test
    void passwordsAreNotAskedFor() {
        byte[] traditional = ascii("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                + "DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertThat(refused("key.encrypted", () -> SigningKey.read(traditional, "key.pem"))
                        .remedy())
                .contains("openssl pkey");
        refused("key.encrypted", () -> SigningKey.read(pem("ENCRYPTED PRIVATE KEY", new byte[9]), "key.pem"));
    }

    @Test
    void keysInAmdsFormAreChecked() {
        byte[] right = EcKey.of(Curve.P384, KEY.publicKey()).raw().toArray();
        assertThat(refused("key.curve", () -> PublicKeyFile.read(changed(right, 0, 1), "key.bin"))
                        .found())
                .isEqualTo("curve 1");
        refused("key.point", () -> PublicKeyFile.read(changed(right, 4, right[4] + 1), "key.bin"));
        assertThat(refused("key.reserved", () -> PublicKeyFile.read(changed(right, 0x403, 1), "key.bin"))
                        .where())
                .isEqualTo("key.bin, offset 0x94");
    }

    @Test
    void noProblemTellsASecret() {
        String secret = HexFormat.of().formatHex(KEY.scalar());
        byte[] text = FILE;
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] broken = changed(text, random.nextInt(text.length), random.nextInt(128));
            Hostile.tolerate(() -> {
                try (SigningKey key = SigningKey.read(broken, "key.pem")) {
                    assertThat(key.publicKey().curve()).isEqualTo(Curve.P384);
                } catch (CloisterException refused) {
                    assertThat(refused.getMessage()).doesNotContain(secret.substring(0, 8));
                    throw refused;
                }
            });
        }
    }

    @Test
    void whateverTheBytesAreNothingElseIsThrown() {
        Random random = new Random(5);
        for (byte[] good : new byte[][] {SEC1, pkcs8(EC, P384, sec1(KEY.scalar(), "", KEY.point()))}) {
            String label = good == SEC1 ? "EC PRIVATE KEY" : "PRIVATE KEY";
            for (int i = 0; i < good.length; i++) {
                byte[] broken = changed(good, i, random.nextInt(256));
                Hostile.tolerate(() -> PublicKeyFile.read(pem(label, broken), "key.pem"));
                byte[] cut = Arrays.copyOf(good, i);
                Hostile.tolerate(() -> PublicKeyFile.read(pem(label, cut), "key.pem"));
            }
        }
        Hostile.random(200, bytes -> PublicKeyFile.read(bytes.toArray(), "key.pem"));
        Hostile.random(EcKey.SIZE, bytes -> PublicKeyFile.read(bytes.toArray(), "key.pem"));
        Hostile.random(80, bytes -> PublicKeyFile.read(pem("PUBLIC KEY", bytes.toArray()), "key.pem"));
    }

    private static byte[] otherPair() {
        return pem(
                "EC PRIVATE KEY", sec1(KEY.scalar(), P384, KeyBuilder.ofP384().point()));
    }

    private static byte[] off(byte[] point) {
        return changed(point, 96, point[96] + 1);
    }

    private static byte[] changed(byte[] good, int at, int value) {
        byte[] bytes = good.clone();
        bytes[at] = (byte) value;
        return bytes;
    }
}
