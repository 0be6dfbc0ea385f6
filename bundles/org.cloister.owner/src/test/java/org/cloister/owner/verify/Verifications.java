// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.ReportEvidence;

/** Short ways to verify and to say what is expected. */
final class Verifications {
    static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    private Verifications() {}

    static VerificationResult verify(Roots roots, Bytes report, CertificateBundle given, AppraisalPolicy policy) {
        return ReportVerifier.of(roots, Crypto.platform()).verify(report, given, AT, policy);
    }

    static VerificationResult verify(MadeChain chain, Bytes report, CertificateBundle given) {
        return verify(chain.roots(), report, given, AppraisalPolicy.NONE);
    }

    static VerificationResult verify(MadeChain chain, ReportEvidence evidence) {
        return ReportVerifier.of(chain.roots(), Crypto.platform())
                .verify(evidence, chain.chips(), AT, AppraisalPolicy.NONE);
    }

    /** Checks that exactly these checks failed. */
    static VerificationResult assertFailed(VerificationResult result, String... names) {
        assertThat(result.passed()).as(result.toString()).isFalse();
        assertThat(failed(result)).as(result.toString()).containsExactly(names);
        return result;
    }

    static VerificationResult assertPassed(VerificationResult result) {
        assertThat(result.passed()).as(result.toString()).isTrue();
        assertThat(failed(result)).isEmpty();
        return result;
    }

    static List<String> failed(VerificationResult result) {
        return result.with(Status.FAILED).stream().map(VerificationCheck::name).toList();
    }

    static VerificationCheck check(VerificationResult result, String name) {
        return result.check(name).orElseThrow();
    }

    static String detail(VerificationResult result, String name) {
        return check(result, name).detail();
    }
}
