// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.owner.evidence.EvidenceItem;
import org.cloister.owner.evidence.ReportEvidence;

/** The certificates that came with evidence. The host hands them over: one that is broken must not deny the others. */
final class EvidenceCertificates {
    private EvidenceCertificates() {}

    static CertificateBundle of(ReportEvidence evidence) {
        return of(evidence.items());
    }

    static CertificateBundle of(List<EvidenceItem> items) {
        return items.stream().map(EvidenceCertificates::read).reduce(CertificateBundle.EMPTY, CertificateBundle::and);
    }

    private static CertificateBundle read(EvidenceItem item) {
        return CertificateBundle.read(item.content(), item.where()).lenient();
    }
}
