// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.Crypto;
import org.cloister.owner.evidence.ReportEvidence;

/**
 * Verifies one report by each alternative of a policy until one fits. Where none does, the result is that of the
 * alternative of which least failed. Not for use by several threads.
 */
final class AlternativeSearch {
    private final Roots roots;
    private final Crypto crypto;
    private final SnpChainVerification chains;

    AlternativeSearch(Roots roots, Crypto crypto, SnpChainVerification chains) {
        this.roots = roots;
        this.crypto = crypto;
        this.chains = chains;
    }

    /** @param branches at least one; a single one without a name is no alternative */
    VerificationResult verify(ReportEvidence evidence, List<PolicyBranch> branches) {
        if (branches.get(0).name().isEmpty()) {
            VerificationFindings findings = findings();
            findings.skip(SnpCheck.ALTERNATIVE, VerificationCheck.NOT_DEMANDED);
            return run(findings).verify(evidence, branches.get(0));
        }
        Map<PolicyBranch, VerificationCheck> reasons = new LinkedHashMap<>();
        PolicyBranch nearest = branches.get(0);
        int least = Integer.MAX_VALUE;
        for (PolicyBranch branch : branches) {
            VerificationFindings findings = findings();
            findings.pass(SnpCheck.ALTERNATIVE, branch.name());
            VerificationResult result = run(findings).verify(evidence, branch);
            if (result.passed()) {
                return result;
            }
            int failed = result.with(Status.FAILED).size();
            nearest = failed < least ? branch : nearest;
            least = Math.min(failed, least);
            result.reason().ifPresent(one -> reasons.put(branch, one));
        }
        VerificationFindings findings = findings();
        if (reasons.values().stream().anyMatch(one -> one.stage() == Stage.APPRAISE)) {
            findings.fail(SnpCheck.ALTERNATIVE, "none fits; " + text(reasons));
        }
        return run(findings).verify(evidence, nearest);
    }

    private static String text(Map<PolicyBranch, VerificationCheck> reasons) {
        return reasons.entrySet().stream()
                .map(one -> one.getKey().name() + ": " + one.getValue().name() + ": "
                        + one.getValue().detail())
                .collect(Collectors.joining("; "));
    }

    private static VerificationFindings findings() {
        return new VerificationFindings(Arrays.asList(SnpCheck.values()));
    }

    private ReportVerification run(VerificationFindings findings) {
        return new ReportVerification(findings, roots, crypto, chains);
    }
}
