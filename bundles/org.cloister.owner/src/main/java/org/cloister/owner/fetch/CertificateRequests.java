// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.TcbVersion;

/**
 * What a report's verification takes of AMD's key service, by the report alone. Immutable.
 *
 * @param requests the certificate of its key, once for each generation that it may be of, with chains and lists
 * @param obstacle why the certificate of its key cannot be asked for; empty when it can
 */
public record CertificateRequests(List<KdsRequest> requests, String obstacle) {
    private static final String LOADED = "a VLEK's certificate is not at AMD's key service: its cloud provider hands it"
            + " out, in the certificate table that the guest gets with its report";
    private static final String MASKED = "the report does not name its chip (CHIP_ID is zero), so that nobody but the"
            + " host can provide the certificate; have it hand over its certificate table, or unmask the chip id";
    private static final String UNSIGNED = "no key signed the report that could be asked for: it says that it is ";

    /** Copies the list. */
    public CertificateRequests {
        requests = List.copyOf(requests);
    }

    /**
     * Reads a report; whether it is genuine is another matter.
     *
     * @throws org.cloister.api.CloisterException {@code generation.unknown}, {@code generation.snp},
     *     {@code generation.root} for a processor whose certificates AMD has not published
     */
    public static CertificateRequests of(AttestationReport report) {
        ReportSigner signer = report.keyInfo().signingKey();
        boolean loaded = signer == ReportSigner.VLEK;
        if (!loaded && signer != ReportSigner.VCEK) {
            return new CertificateRequests(List.of(), UNSIGNED + report.keyInfo());
        }
        List<Generation> all = report.generations();
        List<Generation> rooted =
                all.stream().filter(one -> one.rootFingerprint().isPresent()).toList();
        if (rooted.isEmpty()) {
            all.get(0).requireRoot();
        }
        boolean masked = report.chipIdMasked();
        List<KdsRequest> requests = new ArrayList<>();
        for (Generation generation : rooted) {
            if (!loaded && !masked) {
                requests.add(key(generation, report));
            }
            requests.add(loaded ? KdsRequest.loadedChain(generation) : KdsRequest.chipChain(generation));
            requests.add(loaded ? KdsRequest.loadedRevocations(generation) : KdsRequest.chipRevocations(generation));
        }
        return new CertificateRequests(requests, loaded ? LOADED : masked ? MASKED : "");
    }

    private static KdsRequest key(Generation generation, AttestationReport report) {
        TcbVersion tcb =
                report.tcb(ReportField.REPORTED_TCB, generation.tcbLayout().orElseThrow());
        return KdsRequest.chipCertificate(generation, report.bytes(ReportField.CHIP_ID), tcb);
    }
}
