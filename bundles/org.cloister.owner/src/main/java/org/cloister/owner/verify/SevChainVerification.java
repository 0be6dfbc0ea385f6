// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.SevChain.Sourced;

/** One verification of one chain of SEV and SEV-ES. Not for use by several threads. */
final class SevChainVerification {
    private final VerificationFindings findings;
    private final Roots roots;
    private final SevSignatures signatures;
    private final SevChain chain;
    private final List<Link> links = new ArrayList<>();

    SevChainVerification(VerificationFindings findings, Roots roots, SevSignatures signatures, SevChain chain) {
        this.findings = findings;
        this.roots = roots;
        this.signatures = signatures;
        this.chain = chain;
    }

    /** Performs every check of the chain; of a platform those up to its PDH. */
    void check(List<Problem> problems) {
        checkAuthorities(problems);
        checkPlatform();
    }

    /** Performs the checks that the PEK depends on, whether it is there or not; a report does not depend on the PDH. */
    void checkPek(List<Problem> problems) {
        checkAuthorities(problems);
        checkKeys();
        findings.skip(SevCheck.PDH_SIGNATURE, "a report does not depend on the PDH");
    }

    private void checkAuthorities(List<Problem> problems) {
        List<String> faults = new ArrayList<>(SevChainForm.faults(chain));
        problems.forEach(problem -> faults.add(problem.message()));
        findings.judge(
                SevCheck.FORM, faults.isEmpty(), "nothing but what the formats allow", String.join("; ", faults));
        checkRoot();
        signed(SevCheck.ASK_SIGNATURE, "ASK", chain.ask(), "ARK", chain.ark(), signatures::valid);
    }

    /** Who is to have signed what, as far as that was looked at. */
    List<Link> links() {
        return List.copyOf(links);
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
        checkKeys();
        signed(SevCheck.PDH_SIGNATURE, "PDH", chain.pdh(), "PEK", chain.pek(), signatures::valid);
    }

    private void checkKeys() {
        signed(SevCheck.CEK_SIGNATURE, "CEK", chain.cek(), "ASK", chain.ask(), signatures::valid);
        signed(SevCheck.OCA_SIGNATURE, "OCA", chain.oca(), "OCA", chain.oca(), signatures::valid);
        signed(SevCheck.PEK_SIGNATURE_CEK, "PEK", chain.pek(), "CEK", chain.cek(), signatures::valid);
        signed(SevCheck.PEK_SIGNATURE_OCA, "PEK", chain.pek(), "OCA", chain.oca(), signatures::valid);
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
        if (signed.get().certificate().violations().isEmpty()) {
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
