// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import java.util.Map;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real certificates of every role and generation. */
class AmdCertificateTest {
    private static List<AmdCertificate> read(String path) {
        CertificateBundle bundle = CertificateBundle.read(TestData.bytes(path), path);
        assertThat(bundle.problems()).isEmpty();
        return bundle.certificates();
    }

    private static AmdCertificate only(String path) {
        List<AmdCertificate> all = read(path);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/vcek_milan.der, VCEK, Milan-B0, 3, 0, 8, 115, 64, 2030-04-03T19:23:43Z",
        "snp/genoa-v3/genoa_vcek.pem, VCEK, Genoa, 10, 0, 23, 84, 64, 2033-02-05T02:05:07Z",
        "snp/turin/vcek_turin.der, VCEK, Turin, 0, 0, 0, 9, 8, 2031-11-06T21:14:00Z",
        "snp/milan-v3-vlek/test-vlek.der, VLEK, Milan, 4, 0, 24, 217, 0, 2025-12-10T22:14:21Z"
    })
    void keysSayWhatTheyAreFor(
            String path,
            CertificateRole role,
            String product,
            int bl,
            int tee,
            int snp,
            int ucode,
            int id,
            String until) {
        AmdCertificate key = only(path);

        assertThat(key.role()).contains(role);
        assertThat(key.roleFaults(role)).isEmpty();
        assertThat(key.productName()).contains(product);
        assertThat(key.amd().components())
                .containsEntry(TcbComponent.BOOTLOADER, bl)
                .containsEntry(TcbComponent.TEE, tee)
                .containsEntry(TcbComponent.SNP, snp)
                .containsEntry(TcbComponent.MICROCODE, ucode);
        assertThat(key.amd().hardwareId().map(Bytes::length).orElse(0)).isEqualTo(id);
        assertThat(key.keyKind()).isEqualTo(KeyKind.P384);
        assertThat(key.publicKey()).isPresent();
        assertThat(key.notAfter()).hasToString(until);
    }

    @Test
    void onlyTurinHasAnFmcAndOnlyOthersAFourthSpareComponent() {
        Map<TcbComponent, Integer> turin =
                only("snp/turin/vcek_turin.der").amd().components();
        Map<TcbComponent, Integer> milan =
                only("snp/milan-v2/vcek_milan.der").amd().components();

        assertThat(turin)
                .containsKey(TcbComponent.FMC)
                .doesNotContainKey(TcbComponent.SPARE_4)
                .hasSize(8);
        assertThat(milan)
                .containsKey(TcbComponent.SPARE_4)
                .doesNotContainKey(TcbComponent.FMC)
                .hasSize(8);
    }

    @Test
    void loadedKeyNamesItsProvider() {
        AmdExtensions amd = only("snp/milan-v3-vlek/test-vlek.der").amd();

        assertThat(amd.cspId()).contains("CN=cc-us-east-2.amazonaws.com");
        assertThat(amd.hardwareId()).isEmpty();
        assertThat(amd.structVersion()).contains(0);
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/cert_chain_milan, Milan",
        "snp/turin/cert_chain_turin, Turin",
        "snp/milan-v3-vlek/milan_ask_ark_asvk.pem, Milan"
    })
    void authoritiesAreSignedByThePinnedRoot(String path, String product) {
        List<AmdCertificate> all = read(path);
        AmdCertificate root = all.get(1);

        assertThat(root.role()).contains(CertificateRole.ARK);
        assertThat(Generations.ofRoot(root.keyFingerprint()))
                .hasValueSatisfying(
                        generation -> assertThat(generation.product()).isEqualTo(product));
        for (AmdCertificate one : all) {
            assertThat(one.roleFaults(one.role().orElseThrow())).isEmpty();
            assertThat(one.productName()).contains(product);
            assertThat(one.amd().isEmpty()).isTrue();
            assertThat(one.keyKind()).isEqualTo(KeyKind.RSA);
            assertThat(one.isSignedBy(root, Crypto.platform())).isTrue();
            assertThat(one.isSignedBy(all.get(0), Crypto.platform())).isFalse();
        }
    }

    @Test
    void rolesAreNotTakenForOneAnother() {
        AmdCertificate asvk = read("snp/milan-v3-vlek/milan_ask_ark_asvk.pem").get(2);

        assertThat(asvk.role()).contains(CertificateRole.ASVK);
        assertThat(asvk.roleFaults(CertificateRole.ASK)).isNotEmpty();
        assertThat(asvk.roleFaults(CertificateRole.ARK)).isNotEmpty();
        assertThat(asvk.roleFaults(CertificateRole.VLEK)).isNotEmpty();
        assertThat(only("snp/milan-v2/vcek_milan.der").roleFaults(CertificateRole.VLEK))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ARK-Milan, ARK",
        "SEV-Milan, ASK",
        "SEV-VLEK-Milan, ASVK",
        "SEV-VCEK, VCEK",
        "SEV-VLEK, VLEK",
        "SEV-, ''",
        "ARK-, ''",
        "sev-milan, ''",
        "Milan, ''"
    })
    void roleIsReadOffTheCommonName(String name, String role) {
        assertThat(CertificateRole.named(name).map(Enum::name).orElse("")).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/vcek_milan.der, hwID",
        "snp/turin/vcek_turin.der, fmcSPL",
        "snp/milan-v3-vlek/test-vlek.der, cspID"
    })
    void everyExtensionIsShownWhereItIs(String path, String special) {
        AmdCertificate key = only(path);

        Structure shown = key.show();

        assertThat(shown.fields())
                .extracting(Field::name)
                .contains(
                        "serialNumber",
                        "issuer",
                        "notAfter",
                        "structVersion",
                        "blSPL",
                        "ucodeSPL",
                        "signatureValue",
                        special);
        for (Extension extension : key.extensions().values()) {
            assertThat(key.encoded().slice(extension.offset(), extension.value().length()))
                    .isEqualTo(extension.value());
        }
        assertThat(shown.fields()).isSortedAccordingTo(java.util.Comparator.comparingInt(Field::offset));
    }

    @Test
    void otherCertificatesAreRefused() {
        Bytes der = TestData.bytes("snp/milan-v2/vcek_milan.der");

        refused("x509.size", () -> AmdCertificate.decode(Bytes.of(new byte[AmdCertificate.MAX_SIZE + 1]), "zeros"));
        refused("der.truncated", () -> AmdCertificate.decode(Bytes.EMPTY, "empty"));
        refused("der.length", () -> AmdCertificate.decode(der.slice(0, 700), "cut"));
        refused("der.expected", () -> AmdCertificate.decode(Bytes.ofHex("3000"), "nothing"));
        refused("der.expected", () -> AmdCertificate.decode(Bytes.ofHex("0500"), "null"));
        refused("der.version", () -> AmdCertificate.decode(Hostile.changed(der, 12, 1), "version 2"));
    }

    @Test
    void nothingElseThanProblemsComesOut() {
        Bytes der = TestData.bytes("snp/turin/vcek_turin.der");

        Hostile.random(1300, bytes -> AmdCertificate.decode(bytes, "random"));
        Hostile.mutated(der, bytes -> {
            AmdCertificate certificate = AmdCertificate.decode(bytes, "mutated");
            certificate.show();
            certificate.publicKey();
            Hostile.tolerate(() -> certificate.roleFaults(CertificateRole.VCEK));
        });
    }
}
