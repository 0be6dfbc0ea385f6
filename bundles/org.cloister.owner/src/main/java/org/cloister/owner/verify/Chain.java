// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.x509.AmdCertificate;

/** The certificates that make one chain; those that were not found are empty. Nothing about them is verified yet. */
record Chain(Optional<AmdCertificate> root, Optional<AmdCertificate> intermediate, Optional<AmdCertificate> leaf) {

    /** No certificate at all. */
    static final Chain NONE = new Chain(Optional.empty(), Optional.empty(), Optional.empty());

    /** Those that were found, the root first. */
    List<AmdCertificate> found() {
        return Stream.of(root, intermediate, leaf).flatMap(Optional::stream).toList();
    }

    /** Issuer and subject, with the judgement of the signature. */
    List<Link> links(VerificationFindings findings) {
        List<Link> links = new ArrayList<>();
        addLink(links, root, root, findings.check(SnpCheck.ROOT_SIGNATURE));
        addLink(links, root, intermediate, findings.check(SnpCheck.INTERMEDIATE_SIGNATURE));
        leaf.ifPresent(one -> addLink(links, intermediate, leaf, findings.check(SnpCheck.LEAF_SIGNATURE)));
        return links;
    }

    private static void addLink(
            List<Link> links,
            Optional<AmdCertificate> signer,
            Optional<AmdCertificate> signed,
            VerificationCheck check) {
        if (signer.isPresent() && signed.isPresent()) {
            links.add(new Link(signer.get().toString(), signed.get().toString(), check));
        }
    }
}
