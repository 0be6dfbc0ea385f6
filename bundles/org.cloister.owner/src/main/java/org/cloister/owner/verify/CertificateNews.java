// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Unknown;

/** Tells what the certificates of a chain say and this program does not know. */
final class CertificateNews {
    private CertificateNews() {}

    /**
     * Performs the check.
     *
     * @param refuse whether what is not known is a reason to refuse
     */
    static void check(Chain chain, VerificationFindings findings, boolean refuse) {
        List<Unknown> unknown =
                chain.found().stream().flatMap(one -> one.unknown().stream()).toList();
        findings.addUnknown(unknown);
        String told = unknown.stream().map(Unknown::toString).collect(Collectors.joining("; "));
        if (unknown.isEmpty()) {
            findings.pass(SnpCheck.CERTIFICATES_UNKNOWN, "nothing that is not known");
        } else if (refuse) {
            findings.fail(SnpCheck.CERTIFICATES_UNKNOWN, "not known: " + told);
        } else {
            findings.tell(SnpCheck.CERTIFICATES_UNKNOWN, "not known: " + told);
        }
    }
}
