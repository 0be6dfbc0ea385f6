// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * The root keys that are trusted, by the SHA-384 of their {@code SubjectPublicKeyInfo}. A fingerprint alone is not
 * enough: the root's certificate has to be signed by that key too. Immutable.
 */
public final class Roots {
    private static final Roots AMD = new Roots(Optional.empty(), List.of());

    private final Optional<Set<Bytes>> own;
    private final List<AmdCertificate> certificates;

    private Roots(Optional<Set<Bytes>> own, List<AmdCertificate> certificates) {
        this.own = own;
        this.certificates = List.copyOf(certificates);
    }

    /** AMD's roots, of all generations that AMD has published one for. */
    public static Roots amd() {
        return AMD;
    }

    /**
     * The roots in some files instead of AMD's, in X.509 or in AMD's own format.
     *
     * @throws org.cloister.api.CloisterException {@code root.role} for what is not an ARK, {@code root.none} for none
     *     at all, and the first problem of the files
     */
    public static Roots trusting(CertificateFiles files) {
        files.bundle().problems().stream().findFirst().ifPresent(problem -> {
            throw problem.exception();
        });
        return trusting(files.bundle().certificates(), files.legacy());
    }

    /**
     * These roots instead of AMD's.
     *
     * @throws org.cloister.api.CloisterException {@code root.role} for what is not an ARK, {@code root.none} for none
     *     at all
     */
    public static Roots trusting(List<AmdCertificate> roots, List<SourcedCertificate> legacyRoots) {
        roots.forEach(one -> checkRole(one.where(), one.roleFaults(CertificateRole.ARK)));
        Stream<Bytes> keys = roots.stream().map(AmdCertificate::keyFingerprint);
        Stream<Bytes> legacyKeys = withoutSigned(legacyRoots).stream().map(Roots::legacyKey);
        Set<Bytes> all = Stream.concat(keys, legacyKeys).collect(Collectors.toUnmodifiableSet());
        if (all.isEmpty()) {
            throw Problem.input(OwnerCodes.ROOT_NONE, "no root to be trusted was given")
                    .exception();
        }
        return new Roots(Optional.of(all), roots);
    }

    /** AMD's file of a root holds the ASK that it signs too: that one is not trusted by itself. */
    private static List<SourcedCertificate> withoutSigned(List<SourcedCertificate> given) {
        List<SourcedCertificate> rest = given.stream()
                .filter(one -> one.certificate().usage() != KeyUsage.ASK)
                .toList();
        return rest.isEmpty() ? given : rest;
    }

    private static Bytes legacyKey(SourcedCertificate root) {
        boolean isRoot = root.certificate() instanceof CaCertificate
                && root.certificate().usage() == KeyUsage.ARK;
        checkRole(
                root.where(),
                isRoot
                        ? List.of()
                        : List.of("its usage is " + root.certificate().usage()));
        return ((CaCertificate) root.certificate()).key().fingerprint();
    }

    private static void checkRole(String where, List<String> faults) {
        if (!faults.isEmpty()) {
            throw Problem.input(
                            OwnerCodes.ROOT_ROLE, "this is not the certificate of a root: " + String.join("; ", faults))
                    .at(where)
                    .expected("an ARK")
                    .exception();
        }
    }

    /** Certificates of the trusted roots; none when they are AMD's, of which only fingerprints are known here. */
    List<AmdCertificate> certificates() {
        return certificates;
    }

    /** Whether these are AMD's. */
    boolean areAmds() {
        return own.isEmpty();
    }

    /** Whether a key is trusted. */
    boolean trust(Bytes fingerprint) {
        return own.map(keys -> keys.contains(fingerprint))
                .orElseGet(() -> Generations.ofRoot(fingerprint).isPresent());
    }

    /** Whether a legacy certificate is of a root whose key is trusted; its signature is another matter. */
    boolean trusts(CaCertificate root) {
        try {
            return root.usage() == KeyUsage.ARK
                    && root.selfIssued()
                    && trust(root.key().fingerprint());
        } catch (CloisterException e) {
            return false;
        }
    }

    /** Whose root a key is; empty when it is none of AMD's, or AMD's are not trusted. */
    Optional<Generation> generation(Bytes fingerprint) {
        return own.isPresent() ? Optional.empty() : Generations.ofRoot(fingerprint);
    }

    /** Why a root of a product is not trusted. */
    String refusal(String product) {
        Optional<Generation> named = Arrays.stream(Generation.values())
                .filter(one -> one.namedBy(product))
                .findFirst();
        if (areAmds() && named.filter(one -> one.rootFingerprint().isEmpty()).isPresent()) {
            return "no root of AMD's is known for " + product + ", so nothing that it signs can be verified";
        }
        return areAmds()
                ? "its key is not AMD's root key of any generation"
                : "its key is not that of a root to be trusted";
    }
}
