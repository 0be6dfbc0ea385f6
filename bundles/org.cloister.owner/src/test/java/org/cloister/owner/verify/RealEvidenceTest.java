// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.certificates;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.detail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.EvidenceShape;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.Shapes;
import org.cloister.owner.evidence.Shapes.Shaped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real evidence of clouds and tools, and real reports in every shape. */
class RealEvidenceTest {
    private static final String AT = "2025-06-01T00:00:00Z";

    private static VerificationResult verify(Bytes content, CertificateBundle given, AppraisalPolicy policy) {
        ReportEvidence evidence = EvidenceReader.read(content, "evidence");
        return ReportVerifier.of(Roots.amd(), Crypto.platform()).verify(evidence, given, Instant.parse(AT), policy);
    }

    private static CertificateBundle chain(String name) {
        return certificates("snp/ca/" + name + "_ask_ark_asvk.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/report_milan.bin, snp/milan-v2",
        "snp/genoa-v3/genoa_attestation_report.bin, snp/genoa-v3",
        "snp/milan-v3-vlek/test-vlek-report.bin, snp/milan-v3-vlek",
        "snp/turin-v5/turin_attestation_report.bin, snp/turin-v5"
    })
    void ownerV9_everyShapeOfARealReportHasItsVerdict(String report, String folder) {
        CertificateBundle given = certificates(folder);
        List<String> bare = Verifications.failed(verify(bytes(report), given, AppraisalPolicy.NONE));
        Bytes vcek = given.certificates().stream()
                .filter(one -> one.role().filter(role -> !role.authority()).isPresent())
                .findFirst()
                .orElseThrow()
                .encoded();
        for (Shaped shaped : Shapes.of(bytes(report), vcek).toList()) {
            List<String> failed = Verifications.failed(verify(shaped.content(), given, AppraisalPolicy.NONE));
            boolean azure = shaped.shapes().contains(EvidenceShape.HCL_REPORT);
            if (!azure) {
                assertThat(failed).as(shaped.name()).isEqualTo(bare);
            } else if (azure) {
                assertThat(failed).as(shaped.name()).contains("evidence.binding");
            }
        }
    }

    @Test
    void azuresReportIsBoundToItsRuntimeDataAndVerifiesWithTheHostsFile() {
        Bytes content = bytes("cloud/azure/hcl-report.bin");
        AppraisalPolicy zeros = AppraisalPolicy.of(Map.of("report-data", List.of("00")));

        VerificationResult result = assertPassed(verify(content, certificates("cloud/azure/vcek.pem"), zeros));

        assertThat(detail(result, "evidence.form")).startsWith("the HCL report of an Azure guest");
        assertThat(detail(result, "evidence.binding")).contains("SHA-256");
        assertThat(detail(result, "report-data")).startsWith("user-data of the runtime data: 0000");
    }

    @Test
    void azuresReportVerifiesWithTheCertificatesOfTheThimService() {
        CertificateFiles files = new CertificateFiles().add(Artefacts.path("cloud/azure/thim.json"));

        assertThat(files.bundle().problems()).isEmpty();
        assertPassed(verify(bytes("cloud/azure/hcl-report.bin"), files.bundle(), AppraisalPolicy.NONE));
        assertThat(files.statedTcbs())
                .singleElement()
                .satisfies(stated -> assertThat(stated.tcb()).isEqualTo(0x7308000000000003L));
    }

    @Test
    void trusteesReportIsPutTogetherByteForByte() {
        ReportEvidence evidence = EvidenceReader.read(bytes("cloud/trustee/snp-evidence.json"), "evidence");

        assertThat(evidence.refusal()).isEmpty();
        assertThat(Crypto.platform()
                        .digest(Hash.SHA256, evidence.report().orElseThrow())
                        .hex())
                .isEqualTo("18e907bf99a957d8ccf30f2081da17f673da648a7a0b9d551a866e875234c21a");
        VerificationResult result =
                verify(bytes("cloud/trustee/snp-evidence.json"), chain("genoa"), AppraisalPolicy.NONE);
        assertThat(detail(result, "report.signature")).startsWith("ECDSA P-384");
        assertThat(result.certificate(CertificateRole.VCEK)).isPresent();
    }

    @Test
    void theTableOfAnAmazonGuestBringsTheVlek() {
        Bytes content =
                Shapes.both(bytes("snp/milan-v3-vlek/test-vlek-report.bin"), bytes("cloud/aws/vlek-only.table"));

        assertPassed(verify(content, chain("milan"), AppraisalPolicy.NONE));
    }
}
