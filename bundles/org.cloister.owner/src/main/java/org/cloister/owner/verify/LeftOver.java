// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.CloisterException;

/** Lists what was given and has no part in the chain that was found. */
final class LeftOver {
    private LeftOver() {}

    static List<IgnoredItem> of(CertificateBundle given, Chain chain, Instant at) {
        List<AmdCertificate> used = chain.found();
        List<IgnoredItem> all = new ArrayList<>(given.ignored());
        for (AmdCertificate one : given.certificates()) {
            if (!used.contains(one)) {
                all.add(new IgnoredItem(one.where(), kind(one)));
            }
        }
        for (AmdCrl list : given.crls()) {
            String fault = fault(list, chain, at);
            if (!fault.isEmpty()) {
                all.add(new IgnoredItem(list.where(), fault));
            }
        }
        return all;
    }

    private static String kind(AmdCertificate one) {
        return one.role()
                .map(role -> "a certificate of " + name(role) + ", which is not in the chain")
                .orElseGet(() -> "a certificate of no role in AMD's chains: " + one.subject());
    }

    private static String name(CertificateRole role) {
        return (role.authority() ? "an " : "a ") + role;
    }

    private static String fault(AmdCrl list, Chain chain, Instant at) {
        boolean own = chain.root()
                .filter(root -> root.subject().encoded().equals(list.issuer().encoded()))
                .isPresent();
        String name = "a revocation list of " + list.issuer().commonName().orElse("somebody");
        if (!own) {
            return name + ", not of the chain's root";
        }
        try {
            boolean inForce = !at.isBefore(list.thisUpdate()) && !at.isAfter(list.nextUpdate());
            return inForce ? "" : name + ", not in force; what it revokes counts all the same";
        } catch (CloisterException e) {
            return name + ": " + e.problem().what();
        }
    }
}
