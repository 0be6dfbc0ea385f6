// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Genuine chains with other certificates beside them, which change no verdict in whatever order. */
class PathSearchTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final Instant FROM = MadeCertificate.NOT_BEFORE;
    private static final Instant EARLY = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2030-01-01T00:00:00Z");
    private static final Bytes MASKED = Bytes.of(new byte[64]);

    static Stream<Arguments> companions() {
        MadeCertificate expired = MILAN.vcek().valid(FROM, EARLY);
        MadeCertificate other = MILAN.vcekOfNoChip().raw(MadeChain.HARDWARE_ID, false, Bytes.ofHex("ee".repeat(64)));
        MadeCertificate otherTcb = MILAN.vcek().amd("3.8", new ASN1Integer(99));
        return Stream.of(
                beside("an expired one of the same key", expired),
                beside(
                        "one of the same key that is not valid yet",
                        MILAN.vcek().valid(LATE, MadeCertificate.NOT_AFTER)),
                beside("a renewed one of the same key", MILAN.vcek().serial(3)),
                beside("one of another chip", other),
                beside("one of another TCB", otherTcb),
                beside("one with another key", MILAN.vcek().withKey("another")),
                beside("a forged one of the same key", MILAN.vcek().by("SEV-Milan", "impostor")),
                beside(
                        "a forged one with another key",
                        MILAN.vcek().withKey("another").by("SEV-Milan", "impostor")),
                beside("one that is no leaf", MILAN.vcek().without("1.3.6.1.4.1.3704.1.2")),
                beside("one of an authority that is not there", MILAN.vcek().by("SEV-Nowhere")),
                beside("an expired intermediate of the same key", MILAN.ask().valid(FROM, EARLY)),
                beside("a renewed intermediate", MILAN.ask().serial(5)),
                beside(
                        "an intermediate of the same key by a bogus root",
                        MILAN.ask().by("ARK-Bogus"),
                        MadeCertificate.authority("ARK-Bogus")),
                beside("a forged intermediate of the same key", MILAN.ask().by("ARK-Milan", "impostor")),
                beside("an intermediate with another key", MadeCertificate.authority("SEV-Milan", "impostor")),
                beside("an intermediate that is none", MILAN.ask().without("2.5.29.15")),
                beside("an expired root", MILAN.ark().valid(FROM, EARLY)),
                beside("a forged root", MILAN.ark().by("ARK-Milan", "impostor")),
                beside("a bogus root of the same name", MadeCertificate.authority("ARK-Milan", "impostor")),
                beside(
                        "another generation's chain",
                        MadeChain.turin().ark(),
                        MadeChain.turin().ask()),
                beside("a loaded key's chain", MILAN.asvk(), MILAN.vlek()),
                beside("a certificate for another purpose", MadeCertificate.authority("server.example")));
    }

    private static Arguments beside(String name, MadeCertificate... made) {
        return Arguments.of(Named.of(name, List.of(made)));
    }

    static Stream<MadeCertificate> made(Object named) {
        return ((List<?>) ((Named<?>) named).getPayload()).stream().map(MadeCertificate.class::cast);
    }

    @ParameterizedTest
    @MethodSource("companions")
    void ownerV2_whatLiesBesideAGenuineChainDecidesNothing(List<MadeCertificate> companions) {
        List<AmdCertificate> all = new ArrayList<>(MILAN.chips().certificates());
        companions.forEach(one -> all.add(one.make()));

        for (int i = 0; i < 6; i++) {
            assertPassed(verify(MILAN, MILAN.signed(), CertificateBundle.of(all)));
            Collections.rotate(all, 1);
        }
        Collections.reverse(all);
        assertPassed(verify(MILAN, MILAN.signed(), CertificateBundle.of(all)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ownerV2_allOfItTogetherDecidesNothingEither(long seed) {
        List<AmdCertificate> all = new ArrayList<>(MILAN.chips().certificates());
        companions().flatMap(one -> made(one.get()[0])).forEach(one -> all.add(one.make()));
        Collections.shuffle(all, new Random(seed));

        assertPassed(verify(MILAN, MILAN.signed(), CertificateBundle.of(all)));
    }

    @Test
    void ownerV2_ofTwoLoadedKeysOfOneTcbTheOneThatSignedIsTaken() {
        MadeCertificate region = MILAN.vlek().withKey("region");
        Bytes report = MILAN.signedByLoadedKey();

        assertPassed(verify(MILAN, report, MadeChain.bundle(region, MILAN.vlek(), MILAN.asvk())));
        assertPassed(verify(MILAN, report, MadeChain.bundle(MILAN.vlek(), region, MILAN.asvk())));
    }

    @Test
    void ownerV2_maskedChipIsTheOneWhoseKeySigned() {
        Bytes report = MILAN.signed(one -> one.put(ReportField.CHIP_ID, MASKED));
        MadeCertificate other = MILAN.vcekOfNoChip()
                .raw(MadeChain.HARDWARE_ID, false, Bytes.ofHex("ee".repeat(64)))
                .withKey("other chip");

        assertPassed(verify(MILAN, report, MadeChain.bundle(other, MILAN.vcek(), MILAN.ask())));
        assertPassed(verify(MILAN, report, MadeChain.bundle(MILAN.vcek(), other, MILAN.ask())));
    }

    @Test
    void ownerR6_theTrueOneAmongThousandIsFound() {
        List<AmdCertificate> all = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            all.add(MILAN.vcek()
                    .withKey("k" + i % 4)
                    .by("SEV-Milan", "impostor")
                    .serial(i)
                    .make());
            all.add(MILAN.ask().by("ARK-Milan", "impostor").serial(i).make());
            all.add(MILAN.vcek().valid(FROM, EARLY).serial(i).make());
        }
        all.add(900, MILAN.vcek().make());
        all.add(300, MILAN.ask().make());

        VerificationResult result = assertPassed(verify(MILAN, MILAN.signed(), CertificateBundle.of(all)));

        assertThat(result.chain()).doesNotContain(all.get(0), all.get(1), all.get(2));
    }

    @Test
    void ownerR6_eachKeyIsHeldAgainstTheReportOnce() {
        List<AmdCertificate> all = new ArrayList<>(MadeChain.bundle(MILAN.ask()).certificates());
        IntStream.rangeClosed(1, 50)
                .forEach(
                        i -> all.add(MILAN.vcek().withKey("k" + i % 5).serial(i).make()));
        List<AmdCertificate> asked = new ArrayList<>();
        SnpChainVerification chains = new SnpChainVerification(
                MILAN.roots(),
                new Signatures(Crypto.platform(), SignatureMemory.none()),
                CertificateBundle.of(all),
                Verifications.AT);
        Sources sources = Sources.of(CertificateRole.VCEK, Optional.empty(), MILAN.roots());

        new KeySearch(
                        chains.chains(chains.finder(sources), CertificateRole.VCEK, sources),
                        leaf -> true,
                        leaf -> !asked.add(leaf))
                .best(chains.given(CertificateRole.VCEK));

        assertThat(asked).hasSize(5);
    }

    @Test
    void ownerR6_whereNoneVerifiesTheOneThatGotFurthestIsTold() {
        MadeCertificate expired = MILAN.vcek().valid(FROM, EARLY);
        MadeCertificate valid = MILAN.vcek().withKey("another");
        MadeCertificate other = MILAN.vcekOfNoChip()
                .raw(MadeChain.HARDWARE_ID, false, Bytes.ofHex("ee".repeat(64)))
                .withKey("far");
        MadeCertificate forged = MILAN.vcek().by("SEV-Milan", "impostor");

        assertFailed(told(valid, expired, other), "leaf.validity");
        assertFailed(told(other, expired, valid), "leaf.validity");
        assertFailed(told(other, valid), "report.signature");
        assertFailed(told(forged, other), "leaf.signature");
        assertFailed(
                told(other, MILAN.vcek().withKey("far").amd("3.8", new ASN1Integer(99))),
                "report.signature",
                "chip-id");
    }

    private static VerificationResult told(MadeCertificate... leaves) {
        return verify(MILAN, MILAN.signed(), MadeChain.bundle(leaves).and(MadeChain.bundle(MILAN.ask())));
    }

    @Test
    void ownerR9_revokedIntermediateIsRefusedWithoutAList() {
        AmdCertificate genoa = builtIn(Generation.GENOA, CertificateRole.ARK);
        AmdCertificate milan = builtIn(Generation.MILAN, CertificateRole.ARK);
        AmdCertificate revoked = MILAN.ask().serial(0x020001).make();

        assertThat(intermediate(genoa, revoked).status()).isEqualTo(Status.FAILED);
        assertThat(intermediate(genoa, revoked).detail()).contains("AMD's list of 2022-10-31");
        assertThat(intermediate(milan, revoked).status()).isEqualTo(Status.NOT_PERFORMED);
        assertThat(intermediate(genoa, builtIn(Generation.GENOA, CertificateRole.ASK))
                        .status())
                .isEqualTo(Status.NOT_PERFORMED);
    }

    private static AmdCertificate builtIn(Generation generation, CertificateRole role) {
        return AmdAuthorities.snp(generation).stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static VerificationCheck intermediate(AmdCertificate root, AmdCertificate intermediate) {
        VerificationFindings findings = new VerificationFindings(JudgedChain.CHECKS);
        RevocationLists none =
                new RevocationLists(List.of(), new Signatures(Crypto.platform(), SignatureMemory.none()));
        new RevocationChecks(findings, none, Verifications.AT, () -> "").checkIntermediate(root, intermediate);
        return findings.check(SnpCheck.CRL_INTERMEDIATE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 600})
    void ownerG6_leafThatBeginsMinutesAheadOfThisClockIsValid(long seconds) {
        MadeCertificate young = MILAN.vcek().valid(Verifications.AT.plusSeconds(seconds), MadeCertificate.NOT_AFTER);

        VerificationResult result = assertPassed(verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ask(), young)));

        assertThat(Verifications.detail(result, "leaf.validity")).contains("10 minutes of clock tolerance");
    }

    @Test
    void ownerG6_theToleranceEndsAndIsForLeavesAlone() {
        Instant late = Verifications.AT.plusSeconds(601);
        Instant soon = Verifications.AT.plusSeconds(1);
        CertificateBundle leaf = MadeChain.bundle(MILAN.ask(), MILAN.vcek().valid(late, MadeCertificate.NOT_AFTER));
        CertificateBundle authority =
                MadeChain.bundle(MILAN.ask().valid(soon, MadeCertificate.NOT_AFTER), MILAN.vcek());

        assertFailed(verify(MILAN, MILAN.signed(), leaf), "leaf.validity");
        assertFailed(verify(MILAN, MILAN.signed(), authority), "intermediate.validity");
    }
}
