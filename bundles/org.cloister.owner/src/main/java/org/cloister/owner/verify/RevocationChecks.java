// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.api.CloisterException;

/**
 * Looks at revocation lists. Every list that is given has to belong to the chain and to be in force: one that was left
 * aside silently would be as good as none.
 */
final class RevocationChecks {
    private static final int CRL_SIGN = 6;

    private final VerificationFindings findings;
    private final Crypto crypto;
    private final Chain chain;
    private final Instant at;

    RevocationChecks(VerificationFindings findings, Crypto crypto, Chain chain, Instant at) {
        this.findings = findings;
        this.crypto = crypto;
        this.chain = chain;
        this.at = at;
    }

    /**
     * Checks the lists of a chain that is in order.
     *
     * @param lists at least one
     */
    void check(List<AmdCrl> lists) {
        try {
            if (judge(SnpCheck.CRL_ISSUER, lists, this::issuerFault)
                    && judge(SnpCheck.CRL_SIGNATURE, lists, this::signatureFault)
                    && judge(SnpCheck.CRL_WINDOW, lists, this::windowFault)) {
                judgeSerial(SnpCheck.CRL_INTERMEDIATE, chain.intermediate(), lists);
                judgeSerial(SnpCheck.CRL_LEAF, chain.leaf(), lists);
            }
        } catch (CloisterException e) {
            findings.fail(SnpCheck.CRL_WINDOW, e.problem().message());
        }
    }

    private boolean judge(SnpCheck point, List<AmdCrl> lists, Function<AmdCrl, String> fault) {
        String faults = lists.stream().map(fault).filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
        String names = lists.stream().map(AmdCrl::toString).collect(Collectors.joining(", "));
        return findings.judge(point, faults.isEmpty(), names, faults);
    }

    private String issuerFault(AmdCrl list) {
        return issuer(list).isPresent()
                ? ""
                : list
                        + " is of no authority in this chain that may issue revocation lists; leave it out if it is"
                        + " not meant for it";
    }

    private String signatureFault(AmdCrl list) {
        boolean signed = list.isSignedBy(issuer(list).orElseThrow(), crypto);
        return signed ? "" : "the signature of " + list + " was not made by its issuer's key";
    }

    private String windowFault(AmdCrl list) {
        if (at.isBefore(list.thisUpdate())) {
            return list + " is not in force before " + list.thisUpdate() + ", judged at " + at;
        }
        return at.isAfter(list.nextUpdate()) ? list + " expired on " + list.nextUpdate() + ", judged at " + at : "";
    }

    private Optional<AmdCertificate> issuer(AmdCrl list) {
        return Stream.of(chain.root(), chain.intermediate())
                .flatMap(Optional::stream)
                .filter(one -> one.subject().encoded().equals(list.issuer().encoded()))
                .filter(RevocationChecks::mayIssue)
                .findFirst();
    }

    private static boolean mayIssue(AmdCertificate authority) {
        boolean[] usage = authority.x509().getKeyUsage();
        return usage != null && usage[CRL_SIGN];
    }

    // A serial number is unique only among the certificates of one issuer. AMD has one list for a whole product line,
    // by the ARK, so
    // that a number on any list of the chain counts for both certificates: rather one too many revoked than one too
    // few.
    private void judgeSerial(SnpCheck point, Optional<AmdCertificate> certificate, List<AmdCrl> lists) {
        if (certificate.isEmpty()) {
            findings.skip(point, "there is no such certificate");
            return;
        }
        BigInteger serial = certificate.get().serial();
        Optional<AmdCrl> revoking =
                lists.stream().filter(list -> list.revoked().contains(serial)).findFirst();
        findings.judge(
                point,
                revoking.isEmpty(),
                "serial number " + serial + " is not revoked",
                certificate.get() + " with serial number " + serial + " is revoked by "
                        + revoking.map(AmdCrl::toString).orElse(""));
    }
}
