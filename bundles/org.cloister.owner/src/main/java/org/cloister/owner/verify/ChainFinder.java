// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.DistinguishedName;

/**
 * Picks the certificates of one chain out of those that were given. It decides nothing: what it picks is verified
 * later.
 */
final class ChainFinder {
    private final List<AmdCertificate> all;
    private final Signatures signatures;
    private final Predicate<AmdCertificate> trusted;

    ChainFinder(List<AmdCertificate> all, Roots roots, Signatures signatures) {
        this.all = Stream.concat(all.stream(), roots.certificates().stream()).toList();
        this.signatures = signatures;
        this.trusted = root -> roots.trust(root.keyFingerprint());
    }

    /**
     * The chain of a key's certificate.
     *
     * @param role of the key
     * @param wanted selects the right one where there are several
     */
    Chain find(CertificateRole role, Predicate<AmdCertificate> wanted) {
        return prefer(of(role), wanted).map(leaf -> ofKey(leaf, role)).orElseGet(() -> ofAuthorities(role.issuer()));
    }

    /** The chain of a certain key's certificate. */
    Chain ofKey(AmdCertificate leaf, CertificateRole role) {
        Optional<AmdCertificate> intermediate =
                prefer(named(role.issuer(), leaf.issuer()), one -> isRooted(one) && signatures.valid(leaf, one));
        return new Chain(root(intermediate), intermediate, Optional.of(leaf));
    }

    /** A chain that ends with an authority. */
    Chain ofAuthorities(CertificateRole role) {
        Optional<AmdCertificate> intermediate = prefer(of(role), this::isRooted);
        return new Chain(root(intermediate), intermediate, Optional.empty());
    }

    /** The chain that ends with a certain authority. */
    Chain ofAuthority(AmdCertificate intermediate) {
        return new Chain(root(Optional.of(intermediate)), Optional.of(intermediate), Optional.empty());
    }

    private Optional<AmdCertificate> root(Optional<AmdCertificate> intermediate) {
        return prefer(
                intermediate
                        .map(one -> named(CertificateRole.ARK, one.issuer()))
                        .orElseGet(() -> of(CertificateRole.ARK)),
                trusted);
    }

    private boolean isRooted(AmdCertificate authority) {
        return !named(CertificateRole.ARK, authority.issuer()).isEmpty();
    }

    /** All certificates whose subject names them as of a role. */
    List<AmdCertificate> of(CertificateRole role) {
        return all.stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .toList();
    }

    private List<AmdCertificate> named(CertificateRole role, DistinguishedName name) {
        return of(role).stream()
                .filter(one -> one.subject().encoded().equals(name.encoded()))
                .toList();
    }

    private static Optional<AmdCertificate> prefer(List<AmdCertificate> some, Predicate<AmdCertificate> wanted) {
        if (some.size() < 2) {
            return some.stream().findFirst();
        }
        return some.stream().filter(wanted).findFirst().or(() -> Optional.of(some.get(0)));
    }
}
