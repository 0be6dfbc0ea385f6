// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.RuntimeData;
import org.cloister.owner.evidence.Shapes;
import org.cloister.owner.evidence.Shapes.Shaped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence in every shape, with a chain that is made here. */
class EvidenceVerificationTest {
    private static final MadeChain CHAIN = MadeChain.milan();
    private static final KeyPair KEY = MadeKeys.p384("SEV-VCEK");
    private static final Bytes VCEK = CHAIN.vcek().make().encoded();
    private static final CertificateBundle AUTHORITIES = MadeChain.bundle(CHAIN.ark(), CHAIN.ask());

    static Stream<Shaped> shapes() {
        return Shapes.of(signed(CHAIN.report()), VCEK);
    }

    private static Bytes signed(ReportBuilder report) {
        return MadeReport.signed(report, KEY);
    }

    private static VerificationResult verify(Bytes content, CertificateBundle given, AppraisalPolicy policy) {
        ReportEvidence evidence = EvidenceReader.read(content, "evidence");
        return ReportVerifier.of(CHAIN.roots(), Crypto.platform()).verify(evidence, given, Verifications.AT, policy);
    }

    private static AppraisalPolicy reportData(Bytes value) {
        return AppraisalPolicy.of(Map.of("report-data", List.of(value.hex())));
    }

    /** An HCL report whose report is bound to its runtime data, as Azure's paravisor makes it. */
    private static Bytes bound(Bytes runtime) {
        RuntimeData data = EvidenceReader.read(Shapes.hcl(Shapes.report(), runtime, 2600), "")
                .runtimeData()
                .orElseThrow();
        Bytes report = signed(CHAIN.report().put(ReportField.REPORT_DATA, data.binding(Crypto.platform())));
        return Shapes.hcl(report, runtime, 2600);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void ownerV9_everyShapeHasTheVerdictOfItsReport(Shaped shaped) {
        VerificationResult result = verify(shaped.content(), CHAIN.chips(), AppraisalPolicy.NONE);

        if (shaped.name().contains("HCL") || shaped.name().contains("vTPM")) {
            assertFailed(result, "evidence.binding");
        } else {
            assertPassed(result);
            assertThat(detail(result, "evidence.form")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theHostsCertificateServesWhereEvidenceBringsOne(Shaped shaped) {
        VerificationResult result = verify(shaped.content(), AUTHORITIES, AppraisalPolicy.NONE);

        assertThat(result.certificate(CertificateRole.VCEK).isPresent()).isEqualTo(shaped.certified());
    }

    /** By the layout and fields that are known of Venice, which nobody has seen in a real report. */
    @Test
    void ownerV9_trusteesReportOfVeniceIsPutTogetherByItsOwnLayout() {
        MadeChain venice = MadeChain.venice();
        Bytes etcb = Bytes.ofHex("0102030405060708090a0b0c0d0e" + "00".repeat(18));
        Bytes report = MadeReport.signed(
                venice.report(ReportVersion.V6)
                        .put(ReportField.LAUNCH_MIT_VECTOR, 5)
                        .put(ReportField.CURRENT_MIT_VECTOR, 7)
                        .put(ReportField.CURRENT_ETCB, etcb)
                        .put(ReportField.LAUNCH_ETCB, etcb)
                        .put(ReportField.COMMITTED_ETCB, etcb),
                KEY);
        Bytes json = Shapes.trustee(report, venice.vcek().make().encoded());
        assertThat(text(json)).contains("\"tee\":4,\"snp\":5,\"microcode\":0");

        assertThat(EvidenceReader.read(json, "evidence").report()).contains(report);
        assertPassed(ReportVerifier.of(venice.roots(), Crypto.platform())
                .verify(
                        EvidenceReader.read(json, "evidence"),
                        MadeChain.bundle(venice.ark(), venice.ask()),
                        Verifications.AT,
                        AppraisalPolicy.NONE));
        Bytes microcode = Shapes.utf8(text(json).replaceFirst("\"microcode\":0", "\"microcode\":9"));
        assertThat(EvidenceReader.read(microcode, "evidence")
                        .refusal()
                        .orElseThrow()
                        .message())
                .contains("current_tcb, microcode", "found 0x9, expected 0: the TCB version of this processor has no");
    }

    private static String text(Bytes utf8) {
        return new String(utf8.toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void aBrokenCertificateOfTheHostDeniesNothing() {
        Bytes report = signed(CHAIN.report());
        Bytes content = Shapes.both(report, Shapes.table(Bytes.ofHex("3082ffff00"), 4096));

        assertPassed(verify(content, CHAIN.chips(), AppraisalPolicy.NONE));
    }

    @Test
    void runtimeDataIsBoundToItsReportAndItsUserDataIsCompared() {
        Bytes content = bound(Shapes.runtime());

        VerificationResult result = assertPassed(verify(content, CHAIN.chips(), reportData(Shapes.USER_DATA)));

        assertThat(detail(result, "evidence.binding")).isEqualTo("REPORT_DATA is the SHA-256 of the runtime data");
        assertThat(detail(result, "report-data")).startsWith("user-data of the runtime data: 5a5a");
    }

    @Test
    void reportDataOfEvidenceWithRuntimeDataIsNeverTheReportsOwn() {
        Bytes content = bound(Shapes.runtime());
        Bytes own = Bytes.of(content.toArray(), 0x20 + 0x50, 64);

        VerificationResult result = verify(content, CHAIN.chips(), reportData(own));

        assertThat(detail(assertFailed(result, "report-data"), "report-data"))
                .contains("found user-data of the runtime data: 5a5a");
    }

    @Test
    void otherRuntimeDataFailsAndIsSaidNotToBeTheReports() {
        byte[] content = bound(Shapes.runtime()).toArray();
        content[0x4d4 + 20] ^= 1;

        VerificationResult result = verify(Bytes.of(content), CHAIN.chips(), reportData(Shapes.USER_DATA));

        assertThat(detail(assertFailed(result, "evidence.binding"), "evidence.binding"))
                .contains("not that of this report");
    }

    @Test
    void runtimeDataWithoutUserDataMeetsNoDemand() {
        Bytes content = bound(Shapes.utf8("{\"keys\":[]}"));

        assertPassed(verify(content, CHAIN.chips(), AppraisalPolicy.NONE));
        assertThat(detail(verify(content, CHAIN.chips(), reportData(Shapes.USER_DATA)), "report-data"))
                .contains("there is none");
    }

    @Test
    void whatIsRefusedIsSaidInTheFirstCheckAndNothingElseIsPerformed() {
        VerificationResult result =
                verify(Shapes.both(signed(CHAIN.report()), Bytes.ofHex("01")), CHAIN.chips(), AppraisalPolicy.NONE);

        assertThat(detail(assertFailed(result, "report.size"), "report.size")).contains("offset 0x4a0");
        assertThat(check(result, "report.version").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @Test
    void ownerV9_certificatesAloneAreNoReportAndGetOneAdvice() {
        VerificationResult result = verify(Shapes.table(VCEK, 4096), CHAIN.chips(), AppraisalPolicy.NONE);

        assertThat(detail(assertFailed(result, "evidence.form"), "evidence.form"))
                .isEqualTo("this is a GHCB certificate table: it holds certificates and no report");
        assertThat(check(result, "evidence.form").remedy())
                .isEqualTo("give it with --certs, and what the guest got as its report with --report");
    }
}
