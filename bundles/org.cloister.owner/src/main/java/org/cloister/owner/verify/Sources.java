// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.CloisterException;

/** Lists where the missing parts of a chain can be fetched: addresses at AMD's key service. */
final class Sources {
    private final CertificateRole leaf;
    private final Optional<AttestationReport> report;
    private final List<Generation> generations;

    /**
     * Finds out the generation: the one that the certificates name, unless the report excludes it.
     *
     * @param leaf VCEK or VLEK
     */
    Sources(CertificateRole leaf, Chain chain, Optional<AttestationReport> report) {
        this.leaf = leaf;
        this.report = report;
        List<Generation> possible = report.map(Sources::possible).orElse(Generations.withSnp());
        List<Generation> named = chain.product().flatMap(ProductCheck::named).stream()
                .filter(possible::contains)
                .toList();
        this.generations = (named.isEmpty() && report.isPresent() ? possible : named)
                .stream()
                        .filter(one -> one.rootFingerprint().isPresent() && belowAmd(chain))
                        .toList();
    }

    // AMD's service has nothing that is below the root of somebody else.
    private static boolean belowAmd(Chain chain) {
        return chain.root()
                .map(root -> Generations.ofRoot(root.keyFingerprint()).isPresent())
                .orElse(true);
    }

    private static List<Generation> possible(AttestationReport report) {
        try {
            return report.generations();
        } catch (CloisterException e) {
            return List.of();
        }
    }

    /** For all that a chain lacks, and for a revocation list when there is none. */
    List<String> requests(Chain chain, boolean listed) {
        List<String> requests = new ArrayList<>();
        for (Generation generation : generations) {
            if (chain.leaf().isEmpty()) {
                requests.addAll(key(generation));
            }
            requests.addAll(authorities(generation, chain, listed));
        }
        return requests;
    }

    /** For the authorities that a chain lacks, and for a revocation list when there is none. */
    List<String> authorities(Chain chain, boolean listed) {
        return generations.stream()
                .flatMap(one -> authorities(one, chain, listed).stream())
                .toList();
    }

    private List<String> authorities(Generation generation, Chain chain, boolean listed) {
        List<String> requests = new ArrayList<>();
        if (chain.intermediate().isEmpty() || chain.root().isEmpty()) {
            requests.add(chain(generation));
        }
        if (!listed) {
            requests.add(revocations(generation));
        }
        return requests;
    }

    /** The end of a sentence that says that the key's certificate is missing. */
    String ofKey() {
        if (leaf == CertificateRole.VLEK) {
            return "; a VLEK's certificate comes from the cloud provider, in the host's certificate table";
        }
        if (report.filter(AttestationReport::chipIdMasked).isPresent()) {
            return "; the report does not name its chip, so that the host has to provide it";
        }
        return choice(generations.stream().flatMap(one -> key(one).stream()).toList());
    }

    /** The end of a sentence that says that an authority is missing. */
    String ofAuthorities() {
        return choice(generations.stream().map(this::chain).toList());
    }

    /** The end of a sentence that says that there is no revocation list. */
    String ofRevocationList() {
        return choice(generations.stream().map(this::revocations).toList());
    }

    private List<String> key(Generation generation) {
        boolean nameable = leaf == CertificateRole.VCEK
                && report.filter(one -> !one.chipIdMasked()).isPresent();
        return nameable ? List.of(request(generation, report.orElseThrow())) : List.of();
    }

    private static String request(Generation generation, AttestationReport report) {
        TcbVersion tcb =
                report.tcb(ReportField.REPORTED_TCB, generation.tcbLayout().orElseThrow());
        return KdsRequest.SERVICE + KdsRequest.chipCertificate(generation, report.bytes(ReportField.CHIP_ID), tcb);
    }

    private String chain(Generation generation) {
        return KdsRequest.SERVICE
                + (leaf == CertificateRole.VLEK
                        ? KdsRequest.loadedChain(generation)
                        : KdsRequest.chipChain(generation));
    }

    private String revocations(Generation generation) {
        return KdsRequest.SERVICE
                + (leaf == CertificateRole.VLEK
                        ? KdsRequest.loadedRevocations(generation)
                        : KdsRequest.chipRevocations(generation));
    }

    private static String choice(List<String> addresses) {
        return addresses.isEmpty() ? "" : "; available at " + String.join(" or ", addresses);
    }
}
