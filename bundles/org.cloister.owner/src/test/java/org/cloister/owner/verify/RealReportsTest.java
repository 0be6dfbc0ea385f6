// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.certificates;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real reports with their real chains. */
class RealReportsTest {
    private static final String VLEK_REPORT = "snp/milan-v3-vlek/test-vlek-report.bin";
    private static final String MILAN_REPORT = "snp/milan-v2/report_milan.bin";
    private static final String MILAN_CHAIN = "snp/milan-v2/cert_chain_milan";
    private static final String MILAN_KEY = "snp/milan-v2/vcek_milan.der";

    private static VerificationResult verify(Bytes report, CertificateBundle given, String at) {
        return ReportVerifier.of(Roots.amd(), Crypto.fastest())
                .verify(report, given, Instant.parse(at), AppraisalPolicy.NONE);
    }

    private static VerificationResult verify(String report, String at, String... files) {
        return verify(bytes(report), certificates(files), at);
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2, report_milan.bin",
        "snp/genoa-v3, genoa_attestation_report.bin",
        "snp/turin-v5, turin_attestation_report.bin"
    })
    void folderOfAReportVerifiesIt(String folder, String report) {
        VerificationResult result = assertPassed(verify(folder + "/" + report, "2026-06-01T00:00:00Z", folder));

        assertThat(check(result, "chip-id").status()).isEqualTo(Status.PASSED);
        assertThat(result.chain()).hasSize(3);
        assertThat(result.links())
                .hasSize(4)
                .allSatisfy(link -> assertThat(link.check().status()).isEqualTo(Status.PASSED));
    }

    @Test
    void everyProviderComesToTheSameResult() {
        for (Crypto crypto : List.of(Crypto.platform(), Crypto.fastest())) {
            VerificationResult result = ReportVerifier.of(Roots.amd(), crypto)
                    .verify(
                            bytes(MILAN_REPORT),
                            certificates(MILAN_KEY, MILAN_CHAIN),
                            Verifications.AT,
                            AppraisalPolicy.NONE);

            assertPassed(result);
        }
    }

    @Test
    void loadedKeyVerifiesWithinItsValidityAndFailsAfterIt() {
        VerificationResult within = verify(VLEK_REPORT, "2025-12-10T22:14:21Z", "snp/milan-v3-vlek");
        VerificationResult after = verify(VLEK_REPORT, "2025-12-10T22:14:22Z", "snp/milan-v3-vlek");

        assertPassed(within);
        assertThat(detail(assertFailed(after, "leaf.validity"), "leaf.validity"))
                .contains("expired on 2025-12-10T22:14:21Z")
                .contains("judged at 2025-12-10T22:14:22Z");
    }

    @Test
    void turinChainVerifies() {
        CertificateFiles files = new CertificateFiles().add(Artefacts.path("snp/turin"));

        List<VerificationResult> results =
                ChainVerifier.of(Roots.amd(), Crypto.fastest()).verify(files, Verifications.AT);

        assertThat(results).singleElement().satisfies(Verifications::assertPassed);
        assertThat(results.get(0).certificate(CertificateRole.VCEK)).isPresent();
    }

    @Test
    void ownerV8_missingKeyIsNamedWithTheRequestOfEveryGenerationThatTheReportMayBeOf() {
        VerificationResult result = verify("snp/guest_report.bin", "2026-06-01T00:00:00Z", MILAN_CHAIN);

        assertFailed(result, "leaf.found");
        assertThat(result.requests())
                .extracting(KdsRequest::address)
                .containsExactly(
                        "https://kdsintf.amd.com/vcek/v1/Milan/9e1235cce6f3e507b66a9d3f2199a325cd0be17c6c50fd55c284ceff993dbf6c"
                                + "7e32fa16a76521bf6b78cc9ca482e572bde70e8c9f1bdfcb8267dea8e11ff77e"
                                + "?blSPL=02&teeSPL=00&snpSPL=05&ucodeSPL=115",
                        "https://kdsintf.amd.com/vcek/v1/Milan/crl",
                        "https://kdsintf.amd.com/vcek/v1/Genoa/9e1235cce6f3e507b66a9d3f2199a325cd0be17c6c50fd55c284ceff993dbf6c"
                                + "7e32fa16a76521bf6b78cc9ca482e572bde70e8c9f1bdfcb8267dea8e11ff77e"
                                + "?blSPL=02&teeSPL=00&snpSPL=05&ucodeSPL=115",
                        "https://kdsintf.amd.com/vcek/v1/Genoa/crl");
        assertThat(detail(result, "leaf.found"))
                .contains(result.requests().get(0).address());
    }

    @Test
    void withoutAnyCertificateBothGenerationsThatAnOldReportMayBeOfAreAskedFor() {
        VerificationResult result = verify(bytes(MILAN_REPORT), CertificateBundle.EMPTY, "2026-06-01T00:00:00Z");

        assertFailed(result, "leaf.found");
        assertThat(result.requests())
                .extracting(KdsRequest::address)
                .hasSize(4)
                .contains("https://kdsintf.amd.com/vcek/v1/Milan/crl", "https://kdsintf.amd.com/vcek/v1/Genoa/crl");
    }

    @Test
    void missingLoadedKeyIsNotToBeHadFromAmd() {
        VerificationResult result =
                verify(VLEK_REPORT, "2025-06-01T00:00:00Z", "snp/milan-v3-vlek/milan_ask_ark_asvk.pem", MILAN_KEY);

        assertFailed(result, "leaf.found");
        assertThat(detail(result, "leaf.found")).contains("only one of a VCEK").contains("cloud provider");
        assertThat(result.requests())
                .extracting(KdsRequest::address)
                .containsExactly("https://kdsintf.amd.com/vlek/v1/Milan/crl");
    }

    @Test
    void ownerV6_authoritiesThatAreNotGivenAreBuiltIn() {
        VerificationResult alone = verify(MILAN_REPORT, "2026-06-01T00:00:00Z", MILAN_KEY);
        VerificationResult besideOthers = verify(
                MILAN_REPORT,
                "2026-06-01T00:00:00Z",
                MILAN_KEY,
                "snp/genoa-v3/genoa_ask.pem",
                "snp/genoa-v3/genoa_ark.pem");

        assertThat(assertPassed(alone).chain())
                .extracting(AmdCertificate::where)
                .startsWith("built in, PEM block 2", "built in, PEM block 1");
        assertPassed(besideOthers);
    }

    @Test
    void ownerV6_tableWithALoadedKeyAloneIsEnough() {
        assertPassed(verify(VLEK_REPORT, "2025-06-01T00:00:00Z", "cloud/aws/vlek-only.table"));
    }

    @Test
    void keyOfAnotherMachineFails() {
        VerificationResult result =
                verify("snp/genoa-v3/genoa_attestation_report.bin", "2026-06-01T00:00:00Z", MILAN_KEY, MILAN_CHAIN);

        assertFailed(result, "report.signature", "product");
    }

    @ParameterizedTest
    @CsvSource({"snp/guest_report_bad_sig.bin, 1185", "snp/guest_report_corrupt.bin, 793"})
    void reportOfAnotherLengthFails(String report, int length) {
        VerificationResult result = verify(report, "2026-06-01T00:00:00Z", MILAN_CHAIN);

        assertFailed(result, "report.size");
        assertThat(detail(result, "report.size")).isEqualTo(length + " bytes instead of 1184");
        assertThat(result.report()).isEmpty();
    }

    @Test
    void certificateGivenAsAReportIsSaidToBeOne() {
        VerificationResult result = verify(MILAN_KEY, "2026-06-01T00:00:00Z", MILAN_CHAIN);

        assertThat(detail(assertFailed(result, "report.size"), "report.size")).contains("looks like a certificate");
        assertThat(detail(verify(MILAN_CHAIN, "2026-06-01T00:00:00Z", MILAN_CHAIN), "report.size"))
                .contains("PEM");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 0x10002})
    void unknownVersionIsNamed(int version) {
        byte[] changed = bytes(MILAN_REPORT).toArray();
        for (int i = 0; i < 4; i++) {
            changed[i] = (byte) (version >>> 8 * i);
        }

        VerificationResult result =
                verify(Bytes.of(changed), certificates(MILAN_KEY, MILAN_CHAIN), "2026-06-01T00:00:00Z");

        assertThat(detail(assertFailed(result, "report.version"), "report.version"))
                .contains("version " + version);
    }

    @Test
    void certificateTableOfAHostServes() {
        CertificateBundle all = certificates(MILAN_KEY, MILAN_CHAIN);
        CertificateTable table = CertificateTable.of(List.of(
                new CertificateEntry(CertificateKind.VCEK, encoded(all, CertificateRole.VCEK)),
                new CertificateEntry(CertificateKind.ASK, encoded(all, CertificateRole.ASK)),
                new CertificateEntry(CertificateKind.ARK, encoded(all, CertificateRole.ARK))));

        CertificateBundle given = CertificateBundle.read(table.encode(), "certs");

        assertThat(given.certificates()).extracting(AmdCertificate::where).contains("certs, entry VCEK");
        assertPassed(verify(bytes(MILAN_REPORT), given, "2026-06-01T00:00:00Z"));
    }

    private static Bytes encoded(CertificateBundle all, CertificateRole role) {
        return all.certificates().stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .findFirst()
                .orElseThrow()
                .encoded();
    }

    @Test
    void checksAreAlwaysTheSame() {
        List<String> names = verify(MILAN_REPORT, "2026-06-01T00:00:00Z", "snp/milan-v2").checks().stream()
                .map(VerificationCheck::name)
                .toList();

        assertThat(names)
                .doesNotHaveDuplicates()
                .startsWith("evidence.form", "report.size", "report.version")
                .endsWith("require-crl");
        assertThat(verify(Bytes.EMPTY, CertificateBundle.EMPTY, "2026-06-01T00:00:00Z")
                        .checks())
                .extracting(VerificationCheck::name)
                .isEqualTo(names);
    }

    @Test
    void anyBytesEndInAResult() {
        Random random = new Random(1184);
        for (int i = 0; i < 3000; i++) {
            byte[] content = new byte[i % 3 == 0 ? random.nextInt(2000) : 1184];
            random.nextBytes(content);
            if (i % 2 == 0 && content.length > 4) {
                System.arraycopy(new byte[] {(byte) (2 + random.nextInt(4)), 0, 0, 0}, 0, content, 0, 4);
            }
            VerificationResult result = verify(Bytes.of(content), CertificateBundle.EMPTY, "2026-06-01T00:00:00Z");
            assertThat(result.passed()).isFalse();
        }
    }

    @Test
    void anyBytesGivenAsCertificatesEndInAResult() {
        Random random = new Random(509);
        byte[] good = bytes(MILAN_KEY).toArray();
        for (int i = 0; i < 3000; i++) {
            byte[] content = good.clone();
            for (int change = 0; change <= i % 5; change++) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            CertificateBundle read = CertificateBundle.read(
                    Bytes.of(content, 0, i % 7 == 0 ? random.nextInt(content.length) : content.length), "fuzz");
            assertThat(read.certificates().size()
                            + read.crls().size()
                            + read.problems().size())
                    .isEqualTo(1);
            read.certificates().forEach(AmdCertificate::show);
        }
    }
}
