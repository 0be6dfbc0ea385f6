// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * The root keys that are trusted, by the SHA-384 of their {@code SubjectPublicKeyInfo}. A fingerprint alone is not
 * enough: the root's certificate has to be signed by that key too. Immutable.
 */
public final class Roots {
    private static final Roots AMD = new Roots(Optional.empty(), List.of(), List.of(), List.of());

    private final Optional<Set<Bytes>> own;
    private final List<AmdCertificate> certificates;
    private final List<SourcedCertificate> legacy;
    private final List<IgnoredItem> ignored;

    private Roots(
            Optional<Set<Bytes>> own,
            List<AmdCertificate> certificates,
            List<SourcedCertificate> legacy,
            List<IgnoredItem> ignored) {
        this.own = own;
        this.certificates = List.copyOf(certificates);
        this.legacy = List.copyOf(legacy);
        this.ignored = List.copyOf(ignored);
    }

    /** AMD's roots, of all generations that AMD has published one for. */
    public static Roots amd() {
        return AMD;
    }

    /**
     * The roots in some files instead of AMD's, in X.509 or in AMD's own format.
     *
     * @throws org.cloister.api.CloisterException {@code root.role} when there is no ARK in them, {@code root.none} for
     *     no certificate at all, and the first problem of the files
     */
    public static Roots trusting(CertificateFiles files) {
        files.bundle().problems().stream().findFirst().ifPresent(problem -> {
            throw problem.exception();
        });
        return trusting(files.bundle().certificates(), files.legacy());
    }

    /**
     * The roots among these instead of AMD's. The others are candidates for chains, as those are that AMD's files of
     * roots hold too, and listed as ignored.
     *
     * @throws org.cloister.api.CloisterException {@code root.role} when none of them is an ARK, {@code root.none} for
     *     none at all
     */
    public static Roots trusting(List<AmdCertificate> given, List<SourcedCertificate> legacy) {
        Set<Bytes> keys = new HashSet<>();
        List<Problem> others = new ArrayList<>();
        for (AmdCertificate one : given) {
            List<String> faults = faults(one);
            if (faults.isEmpty()) {
                keys.add(one.keyFingerprint());
            } else {
                others.add(noRoot(one.where(), faults));
            }
        }
        for (SourcedCertificate one : legacy) {
            if (one.certificate() instanceof CaCertificate root && root.usage() == KeyUsage.ARK) {
                keys.add(root.key().fingerprint());
            } else {
                others.add(noRoot(
                        one.where(), List.of("its usage is " + one.certificate().usage())));
            }
        }
        if (keys.isEmpty()) {
            throw others.stream()
                    .findFirst()
                    .orElseGet(() -> Problem.input(OwnerCodes.ROOT_NONE, "no root to be trusted was given"))
                    .exception();
        }
        return new Roots(
                Optional.of(Set.copyOf(keys)),
                given,
                legacy,
                others.stream()
                        .map(one -> new IgnoredItem(one.where(), one.what()))
                        .toList());
    }

    private static List<String> faults(AmdCertificate root) {
        try {
            return root.roleFaults(CertificateRole.ARK);
        } catch (CloisterException e) {
            return List.of(e.problem().what());
        }
    }

    private static Problem noRoot(String where, List<String> faults) {
        return Problem.input(
                        OwnerCodes.ROOT_ROLE, "this is not the certificate of a root: " + String.join("; ", faults))
                .at(where)
                .expected("an ARK");
    }

    /** Certificates that were given with the roots, these among them; none when they are AMD's, which are built in. */
    List<AmdCertificate> certificates() {
        return certificates;
    }

    /** The same in AMD's own formats, then those that are built in, of the roots that are trusted. */
    Stream<SourcedCertificate> legacyCandidates() {
        Stream<SourcedCertificate> builtIn = AmdAuthorities.sev(
                generation -> generation.rootFingerprint().filter(this::trust).isPresent());
        return Stream.concat(legacy.stream(), builtIn);
    }

    /** What was given with the roots and is none. */
    public List<IgnoredItem> ignored() {
        return ignored;
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
