// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
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

    /**
     * Picks one of each, from the platform's lowest key up: of several the one that signed what is below it. Where a
     * platform's key is to be authenticated, AMD's authorities that are built in are candidates too.
     */
    static SevChain find(List<SourcedCertificate> given, SevSignatures signatures, Roots roots) {
        Optional<Sourced<SevCertificate>> pdh =
                keys(given, KeyUsage.PDH).stream().findFirst();
        Optional<Sourced<SevCertificate>> pek = signer(keys(given, KeyUsage.PEK), pdh, signatures::valid);
        Optional<Sourced<SevCertificate>> oca = signer(keys(given, KeyUsage.OCA), pek, signatures::valid);
        Optional<Sourced<SevCertificate>> cek = signer(keys(given, KeyUsage.CEK), pek, signatures::valid);
        List<SourcedCertificate> others =
                cek.isEmpty() ? List.of() : roots.legacyCandidates().toList();
        Optional<Sourced<CaCertificate>> ask = signer(authorities(given, others, KeyUsage.ASK), cek, signatures::valid);
        List<Sourced<CaCertificate>> arks = authorities(given, others, KeyUsage.ARK).stream()
                .sorted(Comparator.comparing(one -> !roots.trusts(one.certificate())))
                .toList();
        return new SevChain(signer(arks, ask, signatures::valid), ask, cek, oca, pek, pdh);
    }

    /** The one that signed another; where none did, the first. */
    private static <T extends AmdFormatCertificate, S extends AmdFormatCertificate> Optional<Sourced<T>> signer(
            List<Sourced<T>> some, Optional<Sourced<S>> signed, BiPredicate<S, T> valid) {
        return some.stream()
                .filter(one -> some.size() > 1
                        && signed.filter(below -> valid.test(below.certificate(), one.certificate()))
                                .isPresent())
                .findFirst()
                .or(() -> some.stream().findFirst());
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

    private static List<Sourced<SevCertificate>> keys(List<SourcedCertificate> given, KeyUsage usage) {
        return given.stream()
                .filter(one -> one.certificate() instanceof SevCertificate)
                .filter(one -> one.certificate().usage() == usage)
                .map(one -> new Sourced<>((SevCertificate) one.certificate(), one.toString()))
                .toList();
    }

    private static List<Sourced<CaCertificate>> authorities(
            List<SourcedCertificate> given, List<SourcedCertificate> others, KeyUsage usage) {
        return Stream.concat(authorities(given, usage).stream(), authorities(others, usage).stream())
                .toList();
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
}
