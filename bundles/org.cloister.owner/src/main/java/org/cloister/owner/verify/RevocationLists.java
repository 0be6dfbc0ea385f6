// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;

/** The revocation lists that were given, by whose they are. Safe to share between threads. */
final class RevocationLists {
    private static final int CRL_SIGN = 6;

    private final Set<AmdCrl> given;
    private final Signatures signatures;
    private final Map<AmdCertificate, List<AmdCrl>> signed = new ConcurrentHashMap<>();

    RevocationLists(List<AmdCrl> given, Signatures signatures) {
        this.given = new LinkedHashSet<>(given);
        this.signatures = signatures;
    }

    /** How many there are. */
    int count() {
        return given.size();
    }

    /** Those in the name of an authority that may issue some. */
    List<AmdCrl> named(AmdCertificate issuer) {
        return mayIssue(issuer)
                ? given.stream()
                        .filter(list ->
                                list.issuer().encoded().equals(issuer.subject().encoded()))
                        .toList()
                : List.of();
    }

    /** Those of them that it signed. */
    List<AmdCrl> signedBy(AmdCertificate issuer) {
        return signed.computeIfAbsent(
                issuer,
                any -> named(issuer).stream()
                        .filter(list -> signatures.valid(list, issuer))
                        .toList());
    }

    /** AMD's intermediates carry the usage to sign certificates alone. */
    private static boolean mayIssue(AmdCertificate authority) {
        return Optional.ofNullable(authority.x509().getKeyUsage())
                .filter(usage -> usage[CRL_SIGN])
                .isPresent();
    }
}
