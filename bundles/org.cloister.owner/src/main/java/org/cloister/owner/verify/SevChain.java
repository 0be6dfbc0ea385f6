// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.x509.IgnoredItem;

/**
 * The certificates of one legacy chain, each with where it comes from; what was not found is empty. Nothing about them
 * is verified yet.
 */
record SevChain(
        Optional<Sourced<CaCertificate>> ark,
        Optional<Sourced<CaCertificate>> ask,
        Optional<Sourced<SevCertificate>> cek,
        Optional<Sourced<SevCertificate>> oca,
        Optional<Sourced<SevCertificate>> pek,
        Optional<Sourced<SevCertificate>> pdh) {

    /** A certificate with a name for people. */
    record Sourced<T extends AmdFormatCertificate>(T certificate, String name) {
        /** Those of a usage among some, in their order. */
        static <T extends AmdFormatCertificate> List<Sourced<T>> of(
                Collection<SourcedCertificate> given, Class<T> kind, KeyUsage usage) {
            return given.stream()
                    .filter(one -> one.certificate().usage() == usage)
                    .filter(one -> kind.isInstance(one.certificate()))
                    .map(one -> new Sourced<>(kind.cast(one.certificate()), one.toString()))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those that were found, the root first. */
    Stream<Sourced<? extends AmdFormatCertificate>> found() {
        return Stream.<Optional<? extends Sourced<? extends AmdFormatCertificate>>>of(ark, ask, cek, oca, pek, pdh)
                .flatMap(Optional::stream);
    }

    /** What was given and is not in the chain. */
    List<IgnoredItem> leftOver(Collection<SourcedCertificate> given) {
        Set<AmdFormatCertificate> used = found().map(Sourced::certificate).collect(Collectors.toSet());
        return given.stream()
                .filter(one -> !used.contains(one.certificate()))
                .map(one -> new IgnoredItem(
                        one.where(),
                        "a certificate of the key " + one.certificate().usage() + ", which is not in the chain"))
                .toList();
    }

    /** Whether there is anything of a platform, not authorities only. */
    boolean hasPlatform() {
        return cek.isPresent() || oca.isPresent() || pek.isPresent() || pdh.isPresent();
    }
}
