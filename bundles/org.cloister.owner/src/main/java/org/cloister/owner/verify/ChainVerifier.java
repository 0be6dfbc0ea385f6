// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * Verifies the chains in some files, of both kinds: legacy ones and those of SEV-SNP. Safe to share between threads.
 */
public final class ChainVerifier {
    private static final int SHOWN = 8;

    private final SevChainVerifier legacy;
    private final SnpChainVerifier snp;

    private ChainVerifier(SevChainVerifier legacy, SnpChainVerifier snp) {
        this.legacy = legacy;
        this.snp = snp;
    }

    /** A verifier that trusts some roots. */
    public static ChainVerifier of(Roots roots, Crypto crypto) {
        return new ChainVerifier(SevChainVerifier.of(roots, crypto), SnpChainVerifier.of(roots, crypto));
    }

    /**
     * The same, which refuses X.509 certificates that say what is not known in place of telling it. Those of AMD's own
     * formats may say nothing that is not known.
     */
    public ChainVerifier refusingUnknown() {
        return new ChainVerifier(legacy, snp.refusingUnknown());
    }

    /**
     * Verifies every chain.
     *
     * @param at the time that validity is judged at
     * @return a legacy result when there are such certificates, then those of SEV-SNP; never empty
     * @throws org.cloister.api.CloisterException {@code chain.empty} when nothing in the files is a certificate or
     *     should be one
     */
    public List<VerificationResult> verify(CertificateFiles files, Instant at) {
        CertificateBundle bundle = files.bundle();
        if (files.legacy().isEmpty() && bundle.isEmpty() && bundle.problems().isEmpty()) {
            throw Problem.input(OwnerCodes.CHAIN_EMPTY, "there are no certificates in what was given")
                    .found(files.ignored().isEmpty() ? "nothing" : first(files.ignored()))
                    .exception();
        }
        boolean both = !bundle.isEmpty();
        List<VerificationResult> results = new ArrayList<>();
        if (!files.legacy().isEmpty()) {
            VerificationResult result = legacy.verify(files.legacy(), both ? List.of() : bundle.problems(), at);
            results.add(both ? result : result.ignoring(files.ignored()));
        }
        if (both || results.isEmpty()) {
            results.addAll(snp.verify(bundle, at));
        }
        return List.copyOf(results);
    }

    private static String first(List<IgnoredItem> ignored) {
        String names = ignored.stream().limit(SHOWN).map(IgnoredItem::toString).collect(Collectors.joining(", "));
        return ignored.size() > SHOWN ? names + ", and " + (ignored.size() - SHOWN) + " more" : names;
    }
}
