// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.DistinguishedName;
import org.cloister.api.Bytes;

/**
 * All certificates that a chain may be made of, each once: those that were given, those of trusted roots, and AMD's
 * authorities that are built in, in this order. Where AMD's root of a generation is not trusted, its authorities are
 * left out: they could not be part of a chain that verifies. Safe to share between threads.
 */
final class CandidateCertificates {
    private final Map<CertificateRole, Set<AmdCertificate>> given = new EnumMap<>(CertificateRole.class);
    private final Map<CertificateRole, Map<Bytes, List<AmdCertificate>>> byName = new ConcurrentHashMap<>();
    private final Roots roots;

    CandidateCertificates(Collection<AmdCertificate> given, Roots roots) {
        this.roots = roots;
        Stream.concat(given.stream(), roots.certificates().stream())
                .forEach(one -> one.role()
                        .ifPresent(role -> this.given
                                .computeIfAbsent(role, any -> new LinkedHashSet<>())
                                .add(one)));
    }

    /** Those whose subject names them as of a role, without the ones that are built in. */
    Collection<AmdCertificate> of(CertificateRole role) {
        return given.getOrDefault(role, Set.of());
    }

    /** The authorities of a role that are built in for some generations. */
    List<AmdCertificate> builtIn(CertificateRole role, Collection<Generation> generations) {
        return generations.stream()
                .filter(one -> one.rootFingerprint().filter(roots::trust).isPresent())
                .flatMap(one -> AmdAuthorities.snp(one).stream())
                .filter(one -> one.role().filter(role::equals).isPresent())
                .toList();
    }

    /** The authorities of a role and name. */
    List<AmdCertificate> named(CertificateRole role, DistinguishedName name) {
        return byName.computeIfAbsent(role, this::givenByName)
                .computeIfAbsent(name.encoded(), any -> builtIn(role, name));
    }

    private Map<Bytes, List<AmdCertificate>> givenByName(CertificateRole role) {
        Map<Bytes, List<AmdCertificate>> names = new ConcurrentHashMap<>();
        for (AmdCertificate one : of(role)) {
            names.computeIfAbsent(one.subject().encoded(), any -> new ArrayList<>())
                    .add(one);
        }
        names.values()
                .forEach(all -> builtIn(role, all.get(0).subject()).stream()
                        .filter(one -> !all.contains(one))
                        .forEach(all::add));
        return names;
    }

    private List<AmdCertificate> builtIn(CertificateRole role, DistinguishedName name) {
        List<Generation> generations = Generations.withSnp().stream()
                .filter(one -> name.commonName()
                        .filter(role.commonName(one.product())::equals)
                        .isPresent())
                .toList();
        return builtIn(role, generations).stream()
                .filter(one -> one.subject().encoded().equals(name.encoded()))
                .toList();
    }
}
