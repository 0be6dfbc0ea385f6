// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GenerationsTest {
    @ParameterizedTest
    @CsvSource({
        "17, 00, NAPLES",
        "17, 0f, NAPLES",
        "17, 30, ROME",
        "17, 3f, ROME",
        "19, 00, MILAN",
        "19, 0f, MILAN",
        "19, 10, GENOA",
        "19, 1f, GENOA",
        "19, a0, GENOA",
        "19, af, GENOA",
        "1a, 00, TURIN",
        "1a, 11, TURIN",
        "1a, 50, VENICE",
        "1a, 57, VENICE",
        "1a, 90, VENICE",
        "1a, 9f, VENICE",
        "1a, a0, VENICE",
        "1a, af, VENICE",
        "1a, c0, VENICE",
        "1a, c7, VENICE"
    })
    void findsProcessorsAtBothEndsOfEveryRange(String family, String model, Generation expected) {
        assertThat(Generations.of(Integer.parseInt(family, 16), Integer.parseInt(model, 16)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "17, 10", "17, 2f", "17, 40", "19, 20", "19, 9f", "19, b0", "1a, 12", "1a, 4f", "1a, 58", "1a, 8f", "1a, b0",
        "1a, bf", "1a, c8", "1a, ff", "18, 00", "1b, 00", "00, 00", "ff, ff"
    })
    void refusesUnknownProcessorsByName(String family, String model) {
        Problem problem = refused(
                "generation.unknown", () -> Generations.of(Integer.parseInt(family, 16), Integer.parseInt(model, 16)));
        assertThat(problem.found()).isEqualTo("family 0x" + family + ", model 0x" + model);
        assertThat(problem.expected()).contains("Milan (family 0x19, models 0x00-0x0f)", "Venice");
    }

    @Test
    void noProcessorIsOfTwoGenerations() {
        for (int family = 0; family < 256; family++) {
            int each = family;
            for (int model = 0; model < 256; model++) {
                int one = model;
                List<Generation> all = List.of(Generation.values()).stream()
                        .filter(generation -> generation.includes(each, one))
                        .toList();
                assertThat(all).hasSizeLessThanOrEqualTo(1);
                assertThat(Generations.find(family, model).stream().toList()).isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NAPLES, , 0",
        "ROME, , 0",
        "MILAN, WITHOUT_FMC, 64",
        "GENOA, WITHOUT_FMC, 64",
        "TURIN, WITH_FMC, 8",
        "VENICE, FMC_TEE_SNP, 8"
    })
    void theTableSaysLayoutAndHardwareId(Generation generation, TcbLayout layout, int idLength) {
        assertThat(generation.tcbLayout().orElse(null)).isEqualTo(layout);
        assertThat(generation.snp()).isEqualTo(layout != null);
        assertThat(generation.hardwareIdLength()).isEqualTo(idLength);
    }

    @ParameterizedTest
    @CsvSource({"milan, MILAN", "Genoa, GENOA", "BERGAMO, GENOA", "siena, GENOA", "Turin, TURIN", "venice, VENICE"})
    void findsThemByName(String name, Generation expected) {
        assertThat(Generations.named(name)).isEqualTo(expected);
    }

    @Test
    void offersTheNearestName() {
        assertThat(refused("generation.name", () -> Generations.named("Millan")).remedy())
                .startsWith("did you mean Milan");
    }

    @ParameterizedTest
    @CsvSource({
        "Milan, true",
        "Milan-B0, true",
        "Milan-B1, true",
        "Milan-, false",
        "Milan-B, false",
        "Milan-b0, false",
        "Milan2, false",
        "milan, false",
        "Genoa, false",
        "'', false"
    })
    void certificatesNameThem(String name, boolean milan) {
        assertThat(Generation.MILAN.namedBy(name)).isEqualTo(milan);
    }

    @ParameterizedTest
    @CsvSource({"naples", "rome", "milan", "genoa", "turin"})
    void rootsInAmdFormatHaveTheFingerprint(String name) {
        CaCertificate root = CaCertificate.decode(TestData.bytes("legacy/ca/" + name + "/ark.cert"), name);
        assertThat(Generations.ofRoot(root.key().fingerprint())).contains(Generations.named(name));
        assertThat(root.rootOf()).contains(Generations.named(name));
        assertThat(root.key().fingerprint()).isEqualTo(Generations.named(name).requireRoot());
    }

    @ParameterizedTest
    @CsvSource({
        "MILAN, snp/milan-v2/cert_chain_milan, 1", "MILAN, snp/milan-v3-vlek/milan_ask_ark_asvk.pem, 1",
        "GENOA, snp/genoa-v3/genoa_ark.pem, 0", "TURIN, snp/turin/cert_chain_turin, 1"
    })
    void rootsInX509HaveTheSameFingerprint(Generation generation, String path, int index)
            throws GeneralSecurityException {
        Certificate root = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(TestData.bytes(path).toArray()))
                .stream()
                .toList()
                .get(index);
        assertThat(((X509Certificate) root).getSubjectX500Principal().getName())
                .contains("CN=" + "ARK-" + generation.product());
        byte[] digest =
                MessageDigest.getInstance("SHA-384").digest(root.getPublicKey().getEncoded());
        assertThat(Generations.ofRoot(Bytes.of(digest))).contains(generation);
    }

    @Test
    void nothingOfVeniceCanBeVerified() {
        assertThat(Generation.VENICE.rootFingerprint()).isEmpty();
        Problem problem = refused("generation.root", Generation.VENICE::requireRoot);
        assertThat(problem.message())
                .contains("no root certificate of AMD's is known for Venice", "nothing that it signs can be verified");
        assertThat(Generations.withSnp()).contains(Generation.VENICE);
    }

    @ParameterizedTest
    @EnumSource(value = Generation.class, names = "VENICE", mode = EnumSource.Mode.EXCLUDE)
    void fingerprintsAreDigestsAndDiffer(Generation generation) {
        assertThat(generation.requireRoot().length()).isEqualTo(48);
        assertThat(Generations.ofRoot(generation.requireRoot())).contains(generation);
        assertThat(Generations.ofRoot(Bytes.of(new byte[48]))).isEmpty();
    }

    @Test
    void rangesAreShownInHexadecimal() {
        assertThat(Generation.GENOA.models())
                .extracting(ModelRange::toString)
                .containsExactly("0x10-0x1f", "0xa0-0xaf");
        assertThat(IntStream.of(0x0f, 0x20).anyMatch(Generation.GENOA.models().get(0)::contains))
                .isFalse();
    }
}
