// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;

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
        @Override
        public String toString() {
            return name;
        }
    }

    /** Picks one of each; of several authorities those that fit each other and the platform. */
    static SevChain find(List<SourcedCertificate> given, SevSignatures signatures, Roots roots) {
        Optional<Sourced<SevCertificate>> cek = one(given, KeyUsage.CEK);
        Optional<Sourced<CaCertificate>> ask = best(
                authorities(given, KeyUsage.ASK),
                candidate -> cek.filter(chip -> signatures.valid(chip.certificate(), candidate))
                        .isPresent());
        Optional<Sourced<CaCertificate>> ark = best(
                authorities(given, KeyUsage.ARK),
                candidate -> roots.trusts(candidate)
                        && ask.filter(authority -> signatures.valid(authority.certificate(), candidate))
                                .isPresent());
        return new SevChain(
                ark, ask, cek, one(given, KeyUsage.OCA), one(given, KeyUsage.PEK), one(given, KeyUsage.PDH));
    }

    /** Those that were found, the root first. */
    Stream<Sourced<? extends AmdFormatCertificate>> found() {
        return Stream.<Optional<? extends Sourced<? extends AmdFormatCertificate>>>of(ark, ask, cek, oca, pek, pdh)
                .flatMap(Optional::stream);
    }

    /** Whether there is anything of a platform, not authorities only. */
    boolean hasPlatform() {
        return cek.isPresent() || oca.isPresent() || pek.isPresent() || pdh.isPresent();
    }

    private static Optional<Sourced<SevCertificate>> one(List<SourcedCertificate> given, KeyUsage usage) {
        return given.stream()
                .filter(one -> one.certificate() instanceof SevCertificate)
                .filter(one -> one.certificate().usage() == usage)
                .map(one -> new Sourced<>((SevCertificate) one.certificate(), one.toString()))
                .findFirst();
    }

    // Certificates without their signature come last.
    private static List<Sourced<CaCertificate>> authorities(List<SourcedCertificate> given, KeyUsage usage) {
        return given.stream()
                .filter(one -> one.certificate() instanceof CaCertificate)
                .filter(one -> one.certificate().usage() == usage)
                .map(one -> new Sourced<>((CaCertificate) one.certificate(), one.toString()))
                .sorted(Comparator.comparing(
                        one -> one.certificate().signature().isEmpty()))
                .toList();
    }

    private static Optional<Sourced<CaCertificate>> best(
            List<Sourced<CaCertificate>> some, Predicate<CaCertificate> wanted) {
        return some.stream()
                .filter(one -> wanted.test(one.certificate()))
                .findFirst()
                .or(() -> some.stream().findFirst());
    }
}
