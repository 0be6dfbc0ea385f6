// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.CloisterException;

/**
 * Lists where the missing parts of a chain can be fetched: addresses at AMD's key service. They come from the report:
 * of the generation that it is of, or of each that it may be of. Certificates say nothing about that before they are
 * verified.
 */
final class Sources {
    /** What fails when the certificate at hand is not the right one. */
    private static final List<SnpCheck> OF_KEY = List.of(
            SnpCheck.LEAF_FOUND,
            SnpCheck.LEAF_SIGNATURE,
            SnpCheck.LEAF_ROLE,
            SnpCheck.LEAF_VALIDITY,
            SnpCheck.REPORT_SIGNATURE,
            SnpCheck.CHIP_ID,
            SnpCheck.TCB_FMC,
            SnpCheck.TCB_BOOTLOADER,
            SnpCheck.TCB_TEE,
            SnpCheck.TCB_SNP,
            SnpCheck.TCB_SPARE,
            SnpCheck.TCB_MICROCODE);

    private final CertificateRole leaf;
    private final Optional<AttestationReport> report;
    private final List<Generation> generations;

    private Sources(
            CertificateRole leaf, Optional<AttestationReport> report, Stream<Generation> possible, Roots roots) {
        this.leaf = leaf;
        this.report = report;
        this.generations = possible.filter(
                        one -> one.rootFingerprint().filter(roots::trust).isPresent())
                .toList();
    }

    /**
     * Where to get the chain of a report's key.
     *
     * @param leaf VCEK or VLEK
     */
    static Sources of(CertificateRole leaf, AttestationReport report, Roots roots) {
        return new Sources(leaf, Optional.of(report), possible(report).stream(), roots);
    }

    /**
     * Where to get the authorities of a product.
     *
     * @param leaf VCEK or VLEK
     */
    static Sources of(CertificateRole leaf, Optional<String> product, Roots roots) {
        return new Sources(leaf, Optional.empty(), product.flatMap(ProductCheck::named).stream(), roots);
    }

    /** The generations that a report may be of; none where its processor is not known. */
    static List<Generation> possible(AttestationReport report) {
        try {
            return report.generations();
        } catch (CloisterException e) {
            return List.of();
        }
    }

    /** Generations with a root that is trusted which the report may be of. */
    List<Generation> generations() {
        return generations;
    }

    /**
     * For all that a chain lacks.
     *
     * @param findings what came of the chain's checks, and of the report's
     */
    List<KdsRequest> requests(Chain chain, VerificationFindings findings) {
        boolean lists = !findings.passed(SnpCheck.CRL_WINDOW);
        boolean authorities = Stream.of(SnpCheck.ROOT_FOUND, SnpCheck.INTERMEDIATE_FOUND)
                .anyMatch(one -> findings.status(one) == Status.FAILED);
        List<KdsRequest> requests = new ArrayList<>();
        for (Generation generation : served(chain, findings)) {
            if (report.isPresent() && OF_KEY.stream().anyMatch(one -> findings.status(one) == Status.FAILED)) {
                requests.addAll(key(generation));
            }
            if (authorities) {
                requests.add(chain(generation));
            }
            if (lists) {
                requests.add(revocations(generation));
            }
        }
        return requests;
    }

    // AMD's service has nothing that is below the root of somebody else.
    private List<Generation> served(Chain chain, VerificationFindings findings) {
        Optional<Generation> ofRoot = chain.root().flatMap(root -> Generations.ofRoot(root.keyFingerprint()));
        boolean foreign = chain.leaf().isPresent() && chain.root().isPresent() && ofRoot.isEmpty();
        boolean settled = report.isPresent() && findings.passed(SnpCheck.REPORT_SIGNATURE);
        return generations.stream()
                .filter(one ->
                        !foreign && (!settled || ofRoot.filter(one::equals).isPresent()))
                .toList();
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

    /** The end of a sentence that says that there is no revocation list of a chain. */
    String ofRevocationList(Chain chain) {
        return choice(chain.root().flatMap(root -> Generations.ofRoot(root.keyFingerprint())).stream()
                .filter(generations::contains)
                .map(this::revocations)
                .toList());
    }

    private List<KdsRequest> key(Generation generation) {
        boolean nameable = leaf == CertificateRole.VCEK
                && report.filter(one -> !one.chipIdMasked()).isPresent();
        return nameable ? List.of(request(generation, report.orElseThrow())) : List.of();
    }

    private static KdsRequest request(Generation generation, AttestationReport report) {
        TcbVersion tcb =
                report.tcb(ReportField.REPORTED_TCB, generation.tcbLayout().orElseThrow());
        return KdsRequest.chipCertificate(generation, report.bytes(ReportField.CHIP_ID), tcb);
    }

    private KdsRequest chain(Generation generation) {
        return leaf == CertificateRole.VLEK ? KdsRequest.loadedChain(generation) : KdsRequest.chipChain(generation);
    }

    private KdsRequest revocations(Generation generation) {
        return leaf == CertificateRole.VLEK
                ? KdsRequest.loadedRevocations(generation)
                : KdsRequest.chipRevocations(generation);
    }

    private static String choice(List<KdsRequest> requests) {
        String addresses = requests.stream().map(KdsRequest::address).collect(Collectors.joining(" or "));
        return addresses.isEmpty() ? "" : "; available at " + addresses;
    }
}
