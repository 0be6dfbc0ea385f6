// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.stream.Stream;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevCertificateTest {
    private static SevCertificate read(String path) {
        return SevCertificate.decode(TestData.bytes(path), path);
    }

    private static SevCertificate naples(String name) {
        return read("legacy/naples/" + name + ".cert");
    }

    @Test
    void fieldsLieWhereTheSpecificationSays() {
        Stream<Slot> slots = SevCertificateFormat.LAYOUT.slots().stream();
        assertThat(slots.map(slot -> String.format("%s %x %d", slot.name(), slot.offset(), slot.size())))
                .containsExactly(
                        "version 0 4",
                        "api_major 4 1",
                        "api_minor 5 1",
                        "pub_key_usage 8 4",
                        "pub_key_algo c 4",
                        "pub_key 10 1028",
                        "sig_1_usage 414 4",
                        "sig_1_algo 418 4",
                        "sig_1 41c 512",
                        "sig_2_usage 61c 4",
                        "sig_2_algo 620 4",
                        "sig_2 624 512");
        assertThat(SevCertificateFormat.LAYOUT.reserved())
                .extracting(Slot::offset)
                .containsExactly(6);
        assertThat(SevCertificate.SIZE).isEqualTo(2084);
    }

    @ParameterizedTest
    @CsvSource({
        "legacy/naples/pdh.cert, PDH, ECDH_SHA256, 0.16, PEK, NONE",
        "legacy/naples/pek.cert, PEK, ECDSA_SHA256, 0.16, OCA, CEK",
        "legacy/naples/oca.cert, OCA, ECDSA_SHA256, 0.16, OCA, NONE",
        "legacy/naples/cek.cert, CEK, ECDSA_SHA256, 0.14, ASK, NONE",
        "session-vector/pdh.cert, PDH, ECDH_SHA384, 1.40, NONE, NONE",
        "session-vector/v_godh.bin, PDH, ECDH_SHA256, 0.0, NONE, NONE"
    })
    void readsRealCertificates(
            String path, KeyUsage usage, KeyAlgorithm algorithm, String api, KeyUsage first, KeyUsage second) {
        SevCertificate certificate = read(path);
        assertThat(certificate.encode()).isEqualTo(TestData.bytes(path));
        assertThat(certificate.usage()).isEqualTo(usage);
        assertThat(certificate.algorithm()).isEqualTo(algorithm);
        assertThat(certificate.apiMajor() + "." + certificate.apiMinor()).isEqualTo(api);
        assertThat(certificate.first().usage()).isEqualTo(first);
        assertThat(certificate.second().usage()).isEqualTo(second);
        assertThat(certificate.second().present()).isEqualTo(second != KeyUsage.NONE);
        assertThat(certificate.ecKey().curve()).isEqualTo(Curve.P384);
        Tiling.check(certificate.show(), 0, SevCertificate.SIZE);
        certificate.show().parts().forEach(SevCertificateTest::checkPart);
    }

    private static void checkPart(Structure part) {
        boolean key = part.kind().startsWith("public key");
        Tiling.check(part, part.fields().get(0).offset(), key ? EcKey.SIZE : CertificateSignature.SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdh", "pek", "oca", "cek"})
    void makesThemAnewFromTheirFields(String name) {
        SevCertificate certificate = naples(name);
        EcKey key = EcKey.of(Curve.P384, certificate.ecKey().toPublicKey());
        SevCertificate copy = SevCertificate.unsigned(
                        certificate.apiMajor(),
                        certificate.apiMinor(),
                        certificate.usage(),
                        certificate.algorithm(),
                        key)
                .withFirst(certificate.first())
                .withSecond(certificate.second());
        assertThat(copy).isEqualTo(certificate);
        assertThat(certificate.violations()).isEmpty();
    }

    @Test
    void theSignedBytesAreTheSignedOnes() throws GeneralSecurityException {
        SevCertificate pek = naples("pek");
        SevCertificate oca = naples("oca");
        assertThat(Signatures.curve(
                        pek, naples("pdh").signedBytes(), naples("pdh").first()))
                .isTrue();
        assertThat(Signatures.curve(oca, pek.signedBytes(), pek.first())).isTrue();
        assertThat(Signatures.curve(naples("cek"), pek.signedBytes(), pek.second()))
                .isTrue();
        assertThat(Signatures.curve(oca, oca.signedBytes(), oca.first())).isTrue();
        assertThat(Signatures.curve(
                        oca, naples("pdh").signedBytes(), naples("pdh").first()))
                .isFalse();
    }

    @Test
    void theChipsKeyIsSignedWithRsa() throws GeneralSecurityException {
        CaCertificate ask = CaCertificate.decode(TestData.bytes("legacy/ca/naples/ask.cert"), "ask");
        SevCertificate cek = naples("cek");
        Bytes signature = cek.first().rsa(256);
        assertThat(cek.first().algorithm()).isEqualTo(ask.algorithm()).isEqualTo(KeyAlgorithm.RSA_SHA256);
        assertThat(Signatures.rsa(ask.key().toPublicKey(), ask.algorithm(), cek.signedBytes(), signature))
                .isTrue();
        refused("cert.signature.rsa", () -> cek.first().rsa(255));
        refused("cert.signature.rsa", () -> cek.first().rsa(513));
    }

    @Test
    void paddingThatIsNotZeroIsToldButNoObstacle() {
        SevCertificate owner = read("session-vector/v_godh.bin");
        assertThat(owner.violations()).extracting(Violation::offset).containsExactly(0x10 + 0x94);
        assertThat(owner.ecKey().toPublicKey().getParams().getOrder().bitLength())
                .isEqualTo(384);
    }

    @Test
    void everyReservedByteIsMissedWhenItIsNotZero() {
        Bytes good = naples("pek").raw();
        assertViolation(good, 0x006, 0x008, 0x006);
        assertViolation(good, 0x010 + 0x94, 0x414, 0x010 + 0x94);
        assertViolation(good, 0x41c + 144, 0x61c, 0x41c + 144);
        assertViolation(good, 0x624 + 144, 0x824, 0x624 + 144);
    }

    private static void assertViolation(Bytes good, int from, int to, int expected) {
        for (int i = from; i < to; i++) {
            assertThat(SevCertificate.decode(Hostile.changed(good, i, 1), "x").violations())
                    .as("offset 0x%x", i)
                    .extracting(Violation::offset)
                    .containsExactly(expected);
        }
    }

    @Test
    void anUnsignedCertificateHasZerosForSignatures() {
        SevCertificate unsigned = read("session-vector/pdh.cert");
        assertThat(unsigned.first()).isEqualTo(CertificateSignature.none());
        assertThat(SevCertificate.decode(Hostile.changed(unsigned.raw(), 0x41c, 1), "x")
                        .violations())
                .extracting(Violation::offset)
                .containsExactly(0x41c);
    }

    @Test
    void theViewSaysWhatValuesMean() {
        Structure shown = naples("pek").show();
        assertThat(shown.kind()).isEqualTo("SEV certificate of the platform endorsement key (PEK)");
        assertThat(Tiling.field(shown, "pub_key_usage").meaning()).isEqualTo("platform endorsement key");
        assertThat(Tiling.field(shown, "sig_2_usage").meaning()).isEqualTo("chip endorsement key");
        assertThat(Tiling.field(shown, "sig_1_algo").meaning()).isEqualTo("ECDSA_SHA256");
        assertThat(shown.parts())
                .extracting(Structure::kind)
                .containsExactly("public key on a curve", "signature 1", "signature 2");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, cert.version",
        "8, 0x77, cert.usage",
        "12, 0x55, cert.algorithm",
        "0x414, 0x77, cert.usage",
        "0x418, 0x55, cert.algorithm",
        "0x61c, 0x77, cert.usage",
        "0x621, 0x77, cert.algorithm"
    })
    void refusesWhatIsNotDefinedAndSaysWhere(String offset, String value, String code) {
        int at = Integer.decode(offset);
        Bytes bad = Hostile.changed(naples("pek").raw(), at, Integer.decode(value));
        assertThat(refused(code, () -> SevCertificate.decode(bad, "pek.cert")).where())
                .startsWith("pek.cert, ")
                .endsWith("at offset 0x" + Integer.toHexString(at & ~3));
    }

    @Test
    void refusesOtherLengths() {
        Bytes cut = naples("pek").raw().slice(0, 2083);
        assertThat(refused("cert.length", () -> SevCertificate.decode(cut, "pek"))
                        .message())
                .contains("found 2083 bytes, expected 2084 bytes");
    }

    @Test
    void keysForRsaAreReadToo() {
        RsaKey key = CaCertificate.decode(TestData.bytes("legacy/ca/milan/ask.cert"), "ask")
                .key();
        SevCertificate owner = SevCertificate.unsigned(1, 55, KeyUsage.OCA, KeyAlgorithm.RSA_SHA384, key);
        assertThat(owner.violations()).isEmpty();
        Tiling.check(owner.show(), 0, SevCertificate.SIZE);
        Tiling.check(owner.show().parts().get(0), 0x10, EcKey.SIZE);
        refused("cert.key", owner::ecKey);
    }

    @Test
    void randomSignaturesAreReadBack() {
        Random random = new Random(11);
        SevCertificate certificate = read("session-vector/pdh.cert");
        for (int i = 0; i < 100; i++) {
            byte[] r = new byte[72];
            byte[] s = new byte[72];
            random.nextBytes(r);
            random.nextBytes(s);
            CertificateSignature signature =
                    CertificateSignature.ofCurve(KeyUsage.PEK, KeyAlgorithm.ECDSA_SHA256, Bytes.of(r), Bytes.of(s));
            SevCertificate signed = certificate.withFirst(signature).withSecond(signature);
            assertThat(signed.first()).isEqualTo(signature);
            assertThat(signed.second().s()).isEqualTo(Bytes.of(s));
            assertThat(signed.first().r()).isEqualTo(Bytes.of(r));
            assertThat(signed.signedBytes()).isEqualTo(certificate.signedBytes());
        }
    }
}
