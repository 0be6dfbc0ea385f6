// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevAppraisal;
import org.cloister.owner.verify.SevReportVerifier;
import org.cloister.owner.verify.Stage;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No check fails without lowering a claim of an EAR's trustworthiness vector. */
class TrustVectorTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    /** All checks of SEV-SNP reports and of SEV reports, by name and stage: results list each of them always. */
    static Stream<VerificationCheck> checks() {
        CertificateBundle none = new CertificateFiles().bundle();
        Set<String> seen = new HashSet<>();
        VerificationResult snp = ReportVerifier.of(Roots.amd(), Crypto.platform())
                .verify(EvidenceReader.read(Bytes.of(new byte[0]), ""), none, AT, AppraisalPolicy.NONE);
        VerificationResult sev = SevReportVerifier.of(Roots.amd(), Crypto.platform())
                .verify(
                        EvidenceReader.read(Bytes.of(new byte[208]), ""),
                        new CertificateFiles(),
                        AT,
                        SevAppraisal.NONE);
        return Stream.<VerificationResult>of(snp, sev)
                .flatMap(one -> one.checks().stream())
                .filter(one -> seen.add(one.stage() + one.name()));
    }

    private static VerificationCheck ended(VerificationCheck check, Status status) {
        return new VerificationCheck(check.name(), check.stage(), status, "made", "");
    }

    private static VerificationResult result(boolean passed, List<VerificationCheck> checks) {
        return new VerificationResult(passed, checks, AT, Optional.empty(), List.of(), List.of(), List.of());
    }

    private static JsonObject vector(VerificationCheck failing) {
        List<VerificationCheck> all = checks().map(
                        one -> ended(one, one.name().equals(failing.name()) ? Status.FAILED : Status.PASSED))
                .toList();
        return new TrustVector(result(false, all)).json();
    }

    private static long lowered(JsonObject vector) {
        return vector.entrySet().stream()
                .filter(claim -> claim.getValue().getAsInt() >= 32)
                .count();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void earH8_aCheckThatFailsLowersItsClaim(VerificationCheck check) {
        boolean own = check.stage() == Stage.BIND || check.stage() == Stage.APPRAISE;

        assertThat(TrustVector.known(check.name()))
                .as("a row for %s", check.name())
                .isEqualTo(own);
        assertThat(lowered(vector(check))).as(check.name()).isEqualTo(own ? 1 : 5);
    }

    @Test
    void earH8_withoutAFailureAllClaimsAffirm() {
        List<VerificationCheck> all =
                checks().map(one -> ended(one, Status.PASSED)).toList();

        assertThat(lowered(new TrustVector(result(true, all)).json())).isZero();
        assertThat(lowered(new TrustVector(result(false, all)).json())).isEqualTo(5);
    }

    @Test
    void earH8_aCheckThatNobodyPutIntoARowLeavesNoClaim() {
        VerificationCheck stranger = new VerificationCheck("stranger", Stage.APPRAISE, Status.FAILED, "made", "");
        List<VerificationCheck> all = Stream.<VerificationCheck>concat(
                        checks().map(one -> ended(one, Status.PASSED)), Stream.of(stranger))
                .toList();

        assertThat(lowered(new TrustVector(result(false, all)).json())).isEqualTo(5);
    }
}
