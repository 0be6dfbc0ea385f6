// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.api.CloisterException;

/**
 * Looks at the revocation lists by the authorities of a chain. A number on any of them is revoked, be the list old (RFC
 * 5280, 3.3): who hands over the lists could leave out the newest. That a number is not revoked is said by the newest
 * one that is in force alone. Lists of others and forged ones decide nothing.
 */
final class RevocationChecks {
    private static final Comparator<AmdCrl> AGE = Comparator.comparing(AmdCrl::thisUpdate)
            .thenComparing(list -> list.number().orElse(BigInteger.ZERO));

    private final VerificationFindings findings;
    private final RevocationLists lists;
    private final Instant at;
    private final Supplier<String> source;

    /** @param source where to get a list, as the end of a sentence */
    RevocationChecks(VerificationFindings findings, RevocationLists lists, Instant at, Supplier<String> source) {
        this.findings = findings;
        this.lists = lists;
        this.at = at;
        this.source = source;
    }

    /** Checks an intermediate that its root signed; whether it is not known to be revoked. */
    boolean checkIntermediate(AmdCertificate root, AmdCertificate intermediate) {
        return guarded(() -> {
            List<AmdCrl> signed = signedBy(root);
            Optional<String> known = KnownRevocation.of(intermediate, root);
            if (known.isPresent()) {
                findings.fail(SnpCheck.CRL_INTERMEDIATE, revoked(intermediate, known.get()));
                return false;
            }
            return judge(SnpCheck.CRL_INTERMEDIATE, intermediate, signed, List.of());
        });
    }

    /** Checks the key's certificate of a chain that is in order; whether it is not known to be revoked. */
    boolean checkLeaf(Chain chain) {
        AmdCertificate leaf = chain.leaf().orElseThrow();
        if (leaf.serial().signum() == 0) {
            findings.skip(SnpCheck.CRL_LEAF, "AMD numbers all leaves 0, so that no list can name one");
            return true;
        }
        return guarded(() -> judge(
                SnpCheck.CRL_LEAF,
                leaf,
                lists.signedBy(chain.root().orElseThrow()),
                lists.signedBy(chain.intermediate().orElseThrow())));
    }

    /** The lists by the root, with the checks of these. */
    private List<AmdCrl> signedBy(AmdCertificate root) {
        List<AmdCrl> named = lists.named(root);
        if (named.isEmpty()) {
            String reason = lists.count() == 0
                    ? "no revocation list was given"
                    : "none of " + lists.count() + " revocation lists is by " + root;
            skip(reason + source.get(), SnpCheck.CRL_ISSUER, SnpCheck.CRL_SIGNATURE, SnpCheck.CRL_WINDOW);
            return List.of();
        }
        findings.pass(SnpCheck.CRL_ISSUER, names(named));
        List<AmdCrl> signed = lists.signedBy(root);
        if (signed.isEmpty()) {
            String reason = "the key of " + root + " signed none of the lists in its name: " + names(named);
            skip(reason, SnpCheck.CRL_SIGNATURE, SnpCheck.CRL_WINDOW);
            return List.of();
        }
        findings.pass(SnpCheck.CRL_SIGNATURE, names(signed));
        judgeWindow(signed);
        return signed;
    }

    private void skip(String reason, SnpCheck... points) {
        Stream.of(points).forEach(point -> findings.skip(point, reason));
    }

    private void judgeWindow(List<AmdCrl> signed) {
        newest(signed)
                .ifPresentOrElse(
                        list -> findings.pass(
                                SnpCheck.CRL_WINDOW,
                                list + ", of " + list.thisUpdate() + ", in force until " + list.nextUpdate()),
                        () -> findings.skip(
                                SnpCheck.CRL_WINDOW,
                                signed.stream().map(this::windowFault).collect(Collectors.joining("; "))
                                        + source.get()));
    }

    private Optional<AmdCrl> newest(List<AmdCrl> signed) {
        return signed.stream().filter(list -> windowFault(list).isEmpty()).max(AGE);
    }

    private String windowFault(AmdCrl list) {
        if (at.isBefore(list.thisUpdate())) {
            return list + " is not in force before " + list.thisUpdate() + ", judged at " + at;
        }
        return at.isAfter(list.nextUpdate()) ? list + " expired on " + list.nextUpdate() + ", judged at " + at : "";
    }

    // A serial number is unique only among the certificates of one issuer. AMD has one list for a whole product line,
    // by the ARK, so that a number on any list of the chain counts: rather one too many revoked than one too few.
    private boolean judge(SnpCheck point, AmdCertificate certificate, List<AmdCrl> roots, List<AmdCrl> others) {
        BigInteger serial = certificate.serial();
        List<AmdCrl> all = new ArrayList<>(roots);
        all.addAll(others);
        Optional<AmdCrl> revoking =
                all.stream().filter(list -> list.revoked().contains(serial)).findFirst();
        if (revoking.isPresent()) {
            findings.fail(point, revoked(certificate, revoking.get().toString()));
            return false;
        }
        newest(roots)
                .or(() -> newest(others))
                .ifPresentOrElse(
                        list -> findings.pass(point, "serial number " + serial + " is not revoked by " + list),
                        () -> findings.skip(point, "no revocation list of this chain is in force" + source.get()));
        return true;
    }

    private static String revoked(AmdCertificate certificate, String by) {
        return certificate + " with serial number " + certificate.serial() + " is revoked by " + by;
    }

    private static String names(List<AmdCrl> lists) {
        return lists.stream().map(AmdCrl::toString).collect(Collectors.joining(", "));
    }

    // A list that its authority signed and nobody can read might revoke anything.
    private boolean guarded(Supplier<Boolean> check) {
        try {
            return check.get();
        } catch (CloisterException e) {
            findings.fail(SnpCheck.CRL_WINDOW, e.problem().message());
            return false;
        }
    }
}
