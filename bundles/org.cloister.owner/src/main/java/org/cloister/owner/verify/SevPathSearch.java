// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.SevChain.Sourced;

/**
 * Picks the certificates of a legacy chain among any number of each: a path that verifies up to a trusted root where
 * there is one, whatever lies beside it. Where there is none, each is the one that signed what is below it.
 *
 * <p>Keys are proven from the root down, and a PEK by its CEK first: the host that hands them over can make any number
 * of PEKs and OCAs, but none that AMD's keys stand behind. For one run.
 */
final class SevPathSearch {
    /** So many that are not on a path are tried, to say what stopped it. */
    private static final int TRIED = 64;

    private final List<Sourced<SevCertificate>> pdhs;
    private final List<Sourced<SevCertificate>> peks;
    private final List<Sourced<SevCertificate>> ocas;
    private final List<Sourced<SevCertificate>> ceks;
    private final List<Sourced<CaCertificate>> asks;
    private final List<Sourced<CaCertificate>> arks;
    private final SevSignatures signatures;
    private final Roots roots;
    private final Map<AmdFormatCertificate, Boolean> proven = new HashMap<>();
    private final Map<Bytes, Boolean> makers = new HashMap<>();

    /**
     * Where a platform's key is to be authenticated, AMD's authorities that are built in are candidates beside the
     * given ones.
     */
    SevPathSearch(List<SourcedCertificate> given, SevSignatures signatures, Roots roots) {
        this.signatures = signatures;
        this.roots = roots;
        this.pdhs = Sourced.of(given, SevCertificate.class, KeyUsage.PDH);
        this.peks = Sourced.of(given, SevCertificate.class, KeyUsage.PEK);
        this.ocas = Sourced.of(given, SevCertificate.class, KeyUsage.OCA);
        this.ceks = Sourced.of(given, SevCertificate.class, KeyUsage.CEK);
        List<SourcedCertificate> builtIn =
                ceks.isEmpty() ? List.of() : roots.legacyCandidates().toList();
        this.asks = authorities(given, builtIn, KeyUsage.ASK);
        this.arks = authorities(given, builtIn, KeyUsage.ARK).stream()
                .sorted(Comparator.comparing(one -> !roots.trusts(one.certificate())))
                .toList();
    }

    // Certificates without their signature come last.
    private static List<Sourced<CaCertificate>> authorities(
            List<SourcedCertificate> given, List<SourcedCertificate> builtIn, KeyUsage usage) {
        return Stream.of(given, builtIn)
                .flatMap(some -> Sourced.of(some, CaCertificate.class, usage).stream()
                        .sorted(Comparator.comparing(
                                one -> one.certificate().signature().isEmpty())))
                .toList();
    }

    /** The chain of a platform, from its PDH up. */
    SevChain ofPlatform() {
        Optional<Sourced<SevCertificate>> pdh = pick(pdhs, this::pdhProven, any -> true);
        Predicate<SevCertificate> signed = one ->
                pdh.filter(below -> signatures.valid(below.certificate(), one)).isPresent();
        return above(pdh, pick(peks, one -> (pdh.isEmpty() || signed.test(one)) && pekProven(one), signed));
    }

    /**
     * The chain of a report, which does not depend on a PDH.
     *
     * @param made whether a PEK made the report's signature
     */
    SevChain ofReport(Predicate<SevCertificate> made) {
        Predicate<SevCertificate> once = one -> makers.computeIfAbsent(one.key(), any -> made.test(one));
        Optional<Sourced<SevCertificate>> pek = pick(peks, one -> once.test(one) && pekProven(one), once);
        return above(Optional.empty(), pek);
    }

    private SevChain above(Optional<Sourced<SevCertificate>> pdh, Optional<Sourced<SevCertificate>> pek) {
        Predicate<SevCertificate> signedPek = one ->
                pek.filter(below -> signatures.valid(below.certificate(), one)).isPresent();
        Optional<Sourced<SevCertificate>> oca =
                pick(ocas, one -> (pek.isEmpty() || signedPek.test(one)) && ocaProven(one), signedPek);
        Optional<Sourced<SevCertificate>> cek =
                pick(ceks, one -> (pek.isEmpty() || signedPek.test(one)) && cekProven(one), signedPek);
        Predicate<CaCertificate> signedCek = one ->
                cek.filter(below -> signatures.valid(below.certificate(), one)).isPresent();
        Optional<Sourced<CaCertificate>> ask =
                pick(asks, one -> (cek.isEmpty() || signedCek.test(one)) && askProven(one), signedCek);
        Predicate<CaCertificate> signedAsk = one ->
                ask.filter(below -> signatures.valid(below.certificate(), one)).isPresent();
        Optional<Sourced<CaCertificate>> ark =
                pick(arks, one -> (ask.isEmpty() || signedAsk.test(one)) && arkProven(one), signedAsk);
        return new SevChain(ark, ask, cek, oca, pek, pdh);
    }

    /** The only one, or the first that is on a path, or the first that signed what is below it, or the first. */
    private static <T extends AmdFormatCertificate> Optional<Sourced<T>> pick(
            List<Sourced<T>> some, Predicate<T> onPath, Predicate<T> signed) {
        if (some.size() < 2) {
            return some.stream().findFirst();
        }
        return some.stream()
                .filter(one -> onPath.test(one.certificate()))
                .findFirst()
                .or(() -> some.stream()
                        .limit(TRIED)
                        .filter(one -> signed.test(one.certificate()))
                        .findFirst())
                .or(() -> some.stream().findFirst());
    }

    private boolean pdhProven(SevCertificate pdh) {
        return wellFormed(pdh)
                && peks.stream()
                        .anyMatch(one -> signatures.valid(pdh, one.certificate()) && pekProven(one.certificate()));
    }

    private boolean pekProven(SevCertificate pek) {
        return known(
                pek,
                () -> ceks.stream()
                                .anyMatch(
                                        one -> cekProven(one.certificate()) && signatures.valid(pek, one.certificate()))
                        && ocas.stream()
                                .anyMatch(one ->
                                        signatures.valid(pek, one.certificate()) && ocaProven(one.certificate())));
    }

    private boolean ocaProven(SevCertificate oca) {
        return known(oca, () -> signatures.valid(oca, oca));
    }

    private boolean cekProven(SevCertificate cek) {
        return known(
                cek,
                () -> asks.stream()
                        .anyMatch(one -> askProven(one.certificate()) && signatures.valid(cek, one.certificate())));
    }

    private boolean askProven(CaCertificate ask) {
        return known(
                ask,
                () -> arks.stream()
                        .anyMatch(one -> arkProven(one.certificate()) && signatures.valid(ask, one.certificate())));
    }

    private boolean arkProven(CaCertificate ark) {
        return known(ark, () -> roots.trusts(ark) && (ark.signature().isEmpty() || signatures.valid(ark, ark)));
    }

    private boolean known(AmdFormatCertificate one, BooleanSupplier proof) {
        Boolean before = proven.get(one);
        if (before == null) {
            before = wellFormed(one) && proof.getAsBoolean();
            proven.put(one, before);
        }
        return before;
    }

    private static boolean wellFormed(AmdFormatCertificate one) {
        return SevChainForm.faults(new Sourced<>(one, "")).isEmpty();
    }
}
