// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.SevChain.Sourced;

/**
 * Verifies chains of SEV and SEV-ES platforms: ARK signs ASK, ASK signs CEK, CEK and OCA sign PEK, PEK signs PDH (SEV
 * API, 55766, "Certificate hierarchy"). These certificates have no dates and are not revoked. Safe to share between
 * threads.
 */
public final class SevChainVerifier {
    private final Roots roots;
    private final SevSignatures signatures;

    private SevChainVerifier(Roots roots, SevSignatures signatures) {
        this.roots = roots;
        this.signatures = signatures;
    }

    /** A verifier that trusts some roots. */
    public static SevChainVerifier of(Roots roots, Crypto crypto) {
        return new SevChainVerifier(roots, new SevSignatures(crypto, SignatureMemory.none()));
    }

    /** A verifier that remembers which signatures were valid; see {@link ReportVerifier#remembering}. */
    public static SevChainVerifier remembering(Roots roots, Crypto crypto) {
        return new SevChainVerifier(roots, new SevSignatures(crypto, SignatureMemory.some()));
    }

    /**
     * Verifies a chain; of authorities alone, when there is nothing of a platform.
     *
     * @param given certificates of one platform, and of AMD's keys, those of other generations among them or not
     * @param problems what was given too and could not be read; the verification fails over every one of them
     * @param at recorded in the result; nothing depends on it
     * @return never an exception
     */
    public VerificationResult verify(List<SourcedCertificate> given, List<Problem> problems, Instant at) {
        return new Run(SevChain.find(given, signatures, roots)).verify(problems, at);
    }

    /** One verification. Not for use by several threads. */
    private final class Run {
        private final VerificationFindings findings = new VerificationFindings(Arrays.asList(SevCheck.values()));
        private final List<Link> links = new ArrayList<>();
        private final SevChain chain;

        Run(SevChain chain) {
            this.chain = chain;
        }

        VerificationResult verify(List<Problem> problems, Instant at) {
            List<String> faults = new ArrayList<>(SevChainForm.faults(chain));
            problems.forEach(problem -> faults.add(problem.message()));
            findings.judge(
                    SevCheck.FORM, faults.isEmpty(), "nothing but what the formats allow", String.join("; ", faults));
            checkRoot();
            signed(SevCheck.ASK_SIGNATURE, "ASK", chain.ask(), "ARK", chain.ark(), signatures::valid);
            checkPlatform();
            return new VerificationResult(
                    findings.positive(), findings.all(), at, Optional.empty(), List.of(), links, List.of());
        }

        private void checkRoot() {
            if (chain.ark().isEmpty()) {
                findings.fail(SevCheck.ARK_TRUSTED, "there is no certificate of an ARK");
                return;
            }
            Sourced<CaCertificate> ark = chain.ark().get();
            findings.judge(
                    SevCheck.ARK_TRUSTED,
                    roots.trusts(ark.certificate()),
                    ark.toString(),
                    "the key of " + ark + " is not one of a root that is trusted");
            if (ark.certificate().signature().isPresent()) {
                signed(SevCheck.ARK_SIGNATURE, "ARK", chain.ark(), "ARK", chain.ark(), signatures::valid);
            } else {
                findings.skip(SevCheck.ARK_SIGNATURE, ark + " came without its signature; its key alone is pinned");
            }
        }

        private void checkPlatform() {
            if (!chain.hasPlatform()) {
                for (SevCheck point : SevCheck.PLATFORM) {
                    findings.skip(point, "there are only authorities");
                }
                return;
            }
            signed(SevCheck.CEK_SIGNATURE, "CEK", chain.cek(), "ASK", chain.ask(), signatures::valid);
            signed(SevCheck.OCA_SIGNATURE, "OCA", chain.oca(), "OCA", chain.oca(), signatures::valid);
            signed(SevCheck.PEK_SIGNATURE_CEK, "PEK", chain.pek(), "CEK", chain.cek(), signatures::valid);
            signed(SevCheck.PEK_SIGNATURE_OCA, "PEK", chain.pek(), "OCA", chain.oca(), signatures::valid);
            signed(SevCheck.PDH_SIGNATURE, "PDH", chain.pdh(), "PEK", chain.pek(), signatures::valid);
        }

        private <S extends AmdFormatCertificate, T extends AmdFormatCertificate> void signed(
                SevCheck point,
                String signedName,
                Optional<Sourced<S>> signed,
                String signerName,
                Optional<Sourced<T>> signer,
                BiPredicate<S, T> valid) {
            if (signed.isEmpty() || signer.isEmpty()) {
                findings.fail(point, "there is no certificate of the " + (signed.isEmpty() ? signedName : signerName));
                return;
            }
            if (SevChainForm.faults(signed.get()).isEmpty()) {
                judge(point, signed.get(), signer.get(), valid);
            } else {
                findings.skip(point, "there is more wrong with " + signed.get());
            }
            links.add(new Link(signer.get().name(), signed.get().name(), findings.check(point)));
        }

        private <S extends AmdFormatCertificate, T extends AmdFormatCertificate> void judge(
                SevCheck point, Sourced<S> signed, Sourced<T> signer, BiPredicate<S, T> valid) {
            findings.judge(
                    point,
                    isValid(valid, signed, signer),
                    "by " + signer,
                    "the signature of " + signed + " was not made by the key of " + signer);
        }

        private static <S extends AmdFormatCertificate, T extends AmdFormatCertificate> boolean isValid(
                BiPredicate<S, T> valid, Sourced<S> signed, Sourced<T> signer) {
            try {
                return valid.test(signed.certificate(), signer.certificate());
            } catch (CloisterException e) {
                return false;
            }
        }
    }
}
