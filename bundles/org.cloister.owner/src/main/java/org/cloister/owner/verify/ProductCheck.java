// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.CloisterException;

/** Whether a key, its authorities and the report are of one processor generation. */
final class ProductCheck {
    private static final List<Generation> SNP = Generations.withSnp();

    private final Chain chain;
    private final Roots roots;
    private final Optional<AttestationReport> report;

    ProductCheck(Chain chain, Roots roots, Optional<AttestationReport> report) {
        this.chain = chain;
        this.roots = roots;
        this.report = report;
    }

    /** The generation with SNP whose name a certificate says. */
    static Optional<Generation> named(String product) {
        return SNP.stream().filter(one -> one.namedBy(product)).findFirst();
    }

    /**
     * Performs the check.
     *
     * @return the generation, when they agree
     */
    Optional<Generation> check(VerificationFindings findings) {
        String product = chain.leaf().flatMap(AmdCertificate::productName).orElse("none");
        Optional<Generation> generation = named(product);
        String fault = generation.map(this::fault).orElse("the certificate names no product that is known: " + product);
        findings.judge(SnpCheck.PRODUCT, fault.isEmpty(), product, fault);
        return generation.filter(one -> fault.isEmpty());
    }

    private String fault(Generation ofLeaf) {
        return authorityFault(chain.root(), ofLeaf)
                .or(() -> authorityFault(chain.intermediate(), ofLeaf))
                .or(() -> rootFault(ofLeaf))
                .or(() -> report.flatMap(one -> reportFault(one, ofLeaf)))
                .orElse("");
    }

    private static Optional<String> authorityFault(Optional<AmdCertificate> authority, Generation ofLeaf) {
        return authority
                .filter(one -> !ofLeaf.namedBy(one.productName().orElse("")))
                .map(one -> "the key's certificate is of " + ofLeaf.product() + ", but its authority is " + one);
    }

    private Optional<String> rootFault(Generation ofLeaf) {
        return chain.root()
                .flatMap(root -> roots.generation(root.keyFingerprint()))
                .filter(ofRoot -> ofRoot != ofLeaf)
                .map(ofRoot -> "the key's certificate is of " + ofLeaf.product() + ", the root of " + ofRoot.product());
    }

    private static Optional<String> reportFault(AttestationReport report, Generation ofLeaf) {
        try {
            List<Generation> possible = report.generations();
            String names = String.join(
                    " or ", possible.stream().map(Generation::product).toList());
            return possible.contains(ofLeaf)
                    ? Optional.empty()
                    : Optional.of("the certificate is of " + ofLeaf.product() + ", the report of " + names);
        } catch (CloisterException e) {
            return Optional.of(e.problem().message());
        }
    }
}
