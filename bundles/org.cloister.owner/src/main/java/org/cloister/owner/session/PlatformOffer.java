// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.session;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.SevChainVerifier;
import org.cloister.owner.verify.SourcedCertificate;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/**
 * What a platform exports for guest owners: its Diffie-Hellman key (PDH), and what came of verifying the chain from it
 * up to the root (SEV API, 55766, "PDH_CERT_EXPORT"). Immutable.
 *
 * @param pdh the certificate of the platform's Diffie-Hellman key
 * @param verification of the chain with that certificate in it
 */
public record PlatformOffer(SevCertificate pdh, VerificationResult verification) {
    /** Checks that both parts are there. */
    public PlatformOffer {
        Objects.requireNonNull(pdh, "pdh");
        Objects.requireNonNull(verification, "verification");
    }

    /**
     * Verifies what a platform exported.
     *
     * @param files PDH, PEK, OCA and CEK of one platform, and ASK and ARK of its generation, in one file or several
     * @throws org.cloister.api.CloisterException {@code session.pdh} when there is not exactly one PDH among them
     */
    public static PlatformOffer of(CertificateFiles files, SevChainVerifier verifier, Instant at) {
        List<SevCertificate> keys = files.legacy().stream()
                .map(SourcedCertificate::certificate)
                .filter(one -> one.usage() == KeyUsage.PDH)
                .map(SevCertificate.class::cast)
                .distinct()
                .toList();
        if (keys.size() != 1) {
            throw Problem.input(
                            OwnerCodes.SESSION_PDH, "the certificate of the platform's Diffie-Hellman key is needed")
                    .found(keys.size() + " certificates of a PDH" + unread(files))
                    .expected("1")
                    .remedy("give that of one platform, as a file, or as 'virsh nodesevinfo', query-sev-capabilities"
                            + " or 'cloister platform export' show it")
                    .exception();
        }
        return new PlatformOffer(
                keys.get(0), verifier.verify(files.legacy(), files.bundle().problems(), at));
    }

    private static String unread(CertificateFiles files) {
        return files.bundle().problems().stream()
                .findFirst()
                .map(problem -> "; " + problem.message())
                .orElse("");
    }

    /**
     * A session for this platform, with new keys.
     *
     * @param policy the policy that the guest must be launched with
     * @return for the caller to close, which wipes the keys
     * @throws org.cloister.api.CloisterException {@code session.untrusted} when the chain did not verify: the key might
     *     be anybody's
     */
    public OwnerSession session(Policy policy, SecureRandom random) {
        if (!verification.passed()) {
            List<String> reasons = verification.with(Status.FAILED).stream()
                    .map(check -> check.name() + ": " + check.detail())
                    .toList();
            throw Problem.operation(
                            OwnerCodes.SESSION_UNTRUSTED,
                            "the platform's chain does not verify, so its PDH is not trusted")
                    .found(String.join("; ", reasons))
                    .expected("a chain from the PDH up to a root that is trusted")
                    .remedy(remedy() + "; 'cloister verify chain' shows each link")
                    .exception();
        }
        return OwnerSession.create(pdh.ecKey(), pdh.apiMajor(), pdh.apiMinor(), policy.value(), random);
    }

    /** Where a single check failed, it knows best: a software platform's chain is whole but for its root. */
    private String remedy() {
        List<VerificationCheck> failed = verification.with(Status.FAILED);
        return failed.size() == 1 && !failed.get(0).remedy().isEmpty()
                ? failed.get(0).remedy()
                : "give PEK, OCA, CEK, ASK and ARK too (--chain), and --trust-root FILE where the root is not AMD's but"
                        + " one that you trust";
    }
}
