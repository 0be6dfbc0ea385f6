// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaCertificateTest {
    private static final String BAD = "legacy/naples/ark.cert.bad";

    private static CaCertificate read(String path) {
        return CaCertificate.decode(TestData.bytes(path), path);
    }

    private static CaCertificate of(String generation, String name) {
        return read("legacy/ca/" + generation + "/" + name + ".cert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naples", "rome", "milan", "genoa", "turin"})
    void rootAndSigningKeyAreSignedByTheRoot(String generation) throws GeneralSecurityException {
        CaCertificate root = of(generation, "ark");
        for (CaCertificate one : new CaCertificate[] {root, of(generation, "ask")}) {
            assertThat(one.certifyingId()).isEqualTo(root.keyId());
            assertThat(Signatures.rsa(
                            root.key().toPublicKey(),
                            root.algorithm(),
                            one.signedBytes(),
                            one.signature().orElseThrow()))
                    .isTrue();
        }
        assertThat(root.selfIssued()).isTrue();
        assertThat(root.usage()).isEqualTo(KeyUsage.ARK);
        assertThat(of(generation, "ask").selfIssued()).isFalse();
        assertThat(of(generation, "ask").usage()).isEqualTo(KeyUsage.ASK);
        assertThat(of(generation, "ask").rootOf()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "naples, ark, 832, RSA_SHA256", "naples, ask, 832, RSA_SHA256", "rome, ark, 1600, RSA_SHA384",
        "rome, ask, 1600, RSA_SHA384", "milan, ark, 1600, RSA_SHA384", "milan, ask, 1600, RSA_SHA384",
        "genoa, ark, 1600, RSA_SHA384", "genoa, ask, 1600, RSA_SHA384", "turin, ark, 1600, RSA_SHA384",
        "turin, ask, 1600, RSA_SHA384"
    })
    void readsAndMakesThemAnew(String generation, String name, int size, KeyAlgorithm algorithm) {
        CaCertificate certificate = of(generation, name);
        assertThat(certificate.encode().length()).isEqualTo(size);
        assertThat(certificate.encode()).isEqualTo(TestData.bytes("legacy/ca/" + generation + "/" + name + ".cert"));
        assertThat(certificate.algorithm()).isEqualTo(algorithm);
        assertThat(certificate.key().exponent()).isEqualTo(65537);
        assertThat(certificate.violations()).isEmpty();
        Tiling.check(certificate.show(), 0, size);
        CaCertificate copy = CaCertificate.unsigned(
                certificate.keyId(), certificate.certifyingId(), certificate.usage(), certificate.key());
        assertThat(copy.signature()).isEmpty();
        assertThat(copy.withSignature(certificate.signature().orElseThrow())).isEqualTo(certificate);
    }

    @Test
    void fieldsLieWhereTheSpecificationSays() {
        CaCertificate root = of("milan", "ark");
        assertThat(CaFormat.of(root.raw(), "x").layout(true).slots().stream()
                        .map(slot -> String.format("%s %x %d", slot.name(), slot.offset(), slot.size())))
                .containsExactly(
                        "version 0 4",
                        "key_id 4 16",
                        "certifying_id 14 16",
                        "key_usage 24 4",
                        "pub_exp_size 38 4",
                        "modulus_size 3c 4",
                        "pub_exp 40 512",
                        "modulus 240 512",
                        "signature 440 512");
        assertThat(root.keyId().hex()).isEqualTo("94c38e4177d0479292a7ae671d083fb6");
        assertThat(of("naples", "ark").keyId().hex()).isEqualTo("1bb987c359494606b174945601c9ea5b");
        assertThat(of("rome", "ark").keyId().hex()).isEqualTo("e6002122fb58419399d15fee7b131351");
    }

    @Test
    void theRootOfNaplesWithoutItsSignature() {
        CaCertificate bad = read(BAD);
        CaCertificate whole = of("naples", "ark");
        assertThat(bad.encode().length()).isEqualTo(576);
        assertThat(bad.signature()).isEmpty();
        assertThat(bad.rootOf()).contains(Generation.NAPLES);
        assertThat(bad.signedBytes()).isEqualTo(bad.raw()).isEqualTo(whole.signedBytes());
        assertThat(bad.violations()).isEmpty();
        Tiling.check(bad.show(), 0, 576);
        assertThat(bad.show().kind()).isEqualTo("certificate of the AMD root key (ARK), without its signature");
        Bytes lost = TestData.bytes("legacy/naples/ark.cert.sig");
        assertThat(bad.withSignature(ReversedNumber.reversed(lost))).isEqualTo(whole);
    }

    @Test
    void theViewNamesAKnownRoot() {
        assertThat(Tiling.field(of("genoa", "ark").show(), "modulus").meaning())
                .isEqualTo("the key of AMD's root for Genoa");
        assertThat(Tiling.field(of("genoa", "ask").show(), "key_usage").meaning())
                .isEqualTo("AMD SEV signing key");
    }

    @Test
    void signingKeysAreTheOnesOfX509() throws GeneralSecurityException {
        Bytes pem = TestData.bytes("snp/genoa-v3/genoa_ask.pem");
        var x509 = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.toArray()));
        assertThat(of("genoa", "ask").key().toPublicKey().getEncoded())
                .isEqualTo(x509.getPublicKey().getEncoded());
    }

    @Test
    void everyReservedByteIsMissedWhenItIsNotZero() {
        Bytes good = of("milan", "ask").raw();
        for (int i = 0x28; i < 0x38; i++) {
            assertThat(CaCertificate.decode(Hostile.changed(good, i, 1), "x").violations())
                    .extracting(Violation::offset)
                    .containsExactly(0x28);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, cert.ca.version, 0x0",
        "0x24, 1, cert.usage, 0x24",
        "0x39, 0x11, cert.ca.size, 0x38",
        "0x3d, 0, cert.ca.size, 0x3c"
    })
    void refusesWhatIsNotDefinedAndSaysWhere(String offset, String value, String code, String place) {
        Bytes bad = Hostile.changed(of("milan", "ask").raw(), Integer.decode(offset), Integer.decode(value));
        assertThat(refused(code, () -> CaCertificate.decode(bad, "ask.cert")).where())
                .startsWith("ask.cert, ")
                .endsWith(" at offset " + place);
    }

    @Test
    void refusesTheUsageOfAPlatformsKey() {
        Bytes oca = Hostile.changed(Hostile.changed(of("milan", "ask").raw(), 0x24, 0x01), 0x25, 0x10);
        assertThat(refused("cert.usage", () -> CaCertificate.decode(oca, "ask.cert"))
                        .what())
                .contains("of an ARK or an ASK only");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 64, 575, 577, 831})
    void refusesOtherLengths(int length) {
        Bytes cut = of("naples", "ark").raw().slice(0, length);
        assertThat(refused("cert.ca.length", () -> CaCertificate.decode(cut, "ark.cert"))
                        .found())
                .isEqualTo(length + " bytes");
    }
}
