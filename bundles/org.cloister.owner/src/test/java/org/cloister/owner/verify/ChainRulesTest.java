// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;
import static org.cloister.owner.verify.Verifications.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Roles, roots and dates, with chains made here. */
class ChainRulesTest {
    private static final MadeChain MILAN = MadeChain.milan();

    /** They trust the root's key by a certificate that is no candidate any more. */
    private static final Roots TRUSTING = Roots.trusting(
            List.of(MILAN.ark()
                    .valid(MadeCertificate.NOT_BEFORE, MadeCertificate.NOT_BEFORE)
                    .make()),
            List.of());

    private static final String BASIC_CONSTRAINTS = Extension.basicConstraints.getId();
    private static final String KEY_USAGE = Extension.keyUsage.getId();

    private static VerificationResult with(MadeCertificate ark, MadeCertificate ask, MadeCertificate vcek) {
        return verify(TRUSTING, MILAN.signed(), MadeChain.bundle(ark, ask, vcek), AppraisalPolicy.NONE);
    }

    static Stream<Arguments> wrongAuthorities() {
        return Stream.of(
                change("no basic constraints", one -> one.without(BASIC_CONSTRAINTS)),
                change("no authority", one -> one.with(Extension.basicConstraints, true, new BasicConstraints(false))),
                change(
                        "basic constraints not critical",
                        one -> one.without(BASIC_CONSTRAINTS)
                                .with(Extension.basicConstraints, false, new BasicConstraints(true))),
                change("no key usage", one -> one.without(KEY_USAGE)),
                change(
                        "may not sign certificates",
                        one -> one.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))),
                change("has a product", one -> one.amd("2", new DERIA5String("Milan"))));
    }

    static Stream<Arguments> wrongKeys() {
        return Stream.of(
                change("authority", one -> one.with(Extension.basicConstraints, true, new BasicConstraints(true))),
                change(
                        "may sign certificates",
                        one -> one.with(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature))),
                change(
                        "may only encipher",
                        one -> one.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment))),
                change("no chip", one -> one.without(MadeChain.HARDWARE_ID)),
                change("names a cloud provider", one -> one.amd("5", new DERIA5String("CN=cloud.example"))),
                change("no version of the extensions", one -> one.without("1.3.6.1.4.1.3704.1.1")),
                change("no product", one -> one.without("1.3.6.1.4.1.3704.1.2")),
                change("no microcode", one -> one.without("1.3.6.1.4.1.3704.1.3.8")));
    }

    private static Arguments change(String name, Consumer<MadeCertificate> change) {
        return Arguments.of(Named.of(name, change));
    }

    @ParameterizedTest
    @MethodSource("wrongAuthorities")
    void authorityHasToBeOne(Consumer<MadeCertificate> change) {
        MadeCertificate ask = MILAN.ask();
        change.accept(ask);

        assertFailed(with(MILAN.ark(), ask, MILAN.vcek()), "intermediate.role");
    }

    @ParameterizedTest
    @MethodSource("wrongAuthorities")
    void rootHasToBeAnAuthority(Consumer<MadeCertificate> change) {
        MadeCertificate ark = MILAN.ark();
        change.accept(ark);

        assertFailed(with(ark, MILAN.ask(), MILAN.vcek()), "root.role");
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void keyHasToBeOneThatSignsReports(Consumer<MadeCertificate> change) {
        MadeCertificate vcek = MILAN.vcek();
        change.accept(vcek);

        assertFailed(with(MILAN.ark(), MILAN.ask(), vcek), "leaf.role");
    }

    @Test
    void loadedKeyHasToNameItsProviderAndNoChip() {
        MadeCertificate chip = MILAN.vlek().raw(MadeChain.HARDWARE_ID, false, MadeChain.LONG_ID);
        MadeCertificate nobody = MILAN.vlek().without("1.3.6.1.4.1.3704.1.5");

        for (MadeCertificate vlek : List.of(chip, nobody)) {
            CertificateBundle given = MadeChain.bundle(MILAN.ark(), MILAN.asvk(), vlek);
            assertFailed(verify(MILAN, MILAN.signedByLoadedKey(), given), "leaf.role");
        }
    }

    @Test
    void keySignedByTheRootIsNotOfTheIntermediate() {
        assertFailed(with(MILAN.ark(), MILAN.ask(), MILAN.vcek().by("ARK-Milan")), "intermediate.found");
    }

    @Test
    void authorityOfLoadedKeysDoesNotSignChips() {
        VerificationResult result = with(MILAN.ark(), MILAN.asvk(), MILAN.vcek().by("SEV-VLEK-Milan"));

        assertThat(Verifications.failed(result)).contains("intermediate.found");
    }

    @Test
    void intermediateMayNotHaveAnIntermediateBelowIt() {
        MadeCertificate second =
                MadeCertificate.authority("SEV-Milan", "second").by("SEV-Milan");

        assertThat(with(MILAN.ark(), second, MILAN.vcek()).passed()).isFalse();
    }

    @Test
    void pathLengthOfTheRootHasToLeaveRoom() {
        MadeCertificate ark = MILAN.ark().with(Extension.basicConstraints, true, new BasicConstraints(0));

        assertFailed(with(ark, MILAN.ask(), MILAN.vcek()), "root.role");
    }

    @Test
    void anotherRootOfTheSameNameIsNotTrusted() {
        MadeCertificate impostor = MadeCertificate.authority("ARK-Milan", "impostor");
        CertificateBundle given = MadeChain.bundle(impostor, MILAN.ask(), MILAN.vcek());

        VerificationResult result = verify(Roots.amd(), MILAN.signed(), given, AppraisalPolicy.NONE);

        assertFailed(result, "root.trusted");
        assertThat(detail(result, "root.trusted")).contains("its key is not AMD's root key of any generation");
        assertThat(check(result, "intermediate.signature").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @Test
    void trustedKeyIsNotEnoughWithoutTheRootsOwnSignature() {
        MadeCertificate forged = MadeCertificate.authority("ARK-Milan")
                .by("ARK-Milan", "impostor")
                .serial(9);

        // The trusted root itself is not handed in again, so that the forged one is all there is to choose.
        Roots roots = Roots.trusting(List.of(forged.make()), List.of());
        VerificationResult result =
                verify(roots, MILAN.signed(), MadeChain.bundle(MILAN.ask(), MILAN.vcek()), AppraisalPolicy.NONE);

        assertFailed(result, "root.signature");
    }

    @Test
    void trustedRootReplacesAmds() {
        assertPassed(verify(MILAN.roots(), MILAN.signed(), MILAN.chips(), AppraisalPolicy.NONE));
        assertFailed(verify(Roots.amd(), MILAN.signed(), MILAN.chips(), AppraisalPolicy.NONE), "root.trusted");
    }

    @Test
    void trustedRootNeedNotBeGivenAgain() {
        assertPassed(verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ask(), MILAN.vcek())));
    }

    @Test
    void onlyRootsCanBeTrusted() {
        assertThat(refused(() -> Roots.trusting(List.of(MILAN.ask().make()), List.of())))
                .isEqualTo("root.role");
        assertThat(refused(() -> Roots.trusting(List.of(), List.of()))).isEqualTo("root.none");
        assertThat(refused(() ->
                        Roots.trusting(new CertificateFiles().add(MILAN.ask().encoded(), "ask"))))
                .isEqualTo("root.role");
        assertThat(refused(() -> Roots.trusting(new CertificateFiles().add(Bytes.ofHex("3000"), "broken"))))
                .isEqualTo("der.expected");
    }

    private static String refused(Runnable action) {
        try {
            action.run();
        } catch (CloisterException e) {
            return e.problem().code();
        }
        return "nothing";
    }

    @Test
    void datesAreJudgedAtTheStatedTime() {
        Instant first = MadeCertificate.NOT_BEFORE;
        Instant last = MadeCertificate.NOT_AFTER;

        assertThat(at(first).passed()).isTrue();
        assertThat(at(last).passed()).isTrue();
        assertFailed(at(first.minusSeconds(1)), "root.validity");
        assertThat(detail(at(first.minusSeconds(1)), "root.validity")).contains("not valid before " + first);
        assertThat(detail(at(last.plusSeconds(1)), "root.validity")).contains("expired on " + last);
    }

    private static VerificationResult at(Instant at) {
        return ReportVerifier.of(MILAN.roots(), Crypto.platform())
                .verify(MILAN.signed(), MILAN.chips(), at, AppraisalPolicy.NONE);
    }

    @Test
    void everyCertificateHasItsDates() {
        Instant early = Instant.parse("2025-01-01T00:00:00Z");
        Instant from = MadeCertificate.NOT_BEFORE;

        assertFailed(with(MILAN.ark().valid(from, early), MILAN.ask(), MILAN.vcek()), "root.validity");
        assertFailed(with(MILAN.ark(), MILAN.ask().valid(from, early), MILAN.vcek()), "intermediate.validity");
        assertFailed(with(MILAN.ark(), MILAN.ask(), MILAN.vcek().valid(from, early)), "leaf.validity");
    }

    @Test
    void chainWithoutAReportVerifiesForEachKey() {
        SnpChainVerifier verifier = SnpChainVerifier.of(MILAN.roots(), Crypto.platform());

        List<VerificationResult> both = verifier.verify(MILAN.chips().and(MILAN.loaded()), Verifications.AT);
        List<VerificationResult> none = verifier.verify(MadeChain.bundle(MILAN.ark(), MILAN.ask()), Verifications.AT);

        assertThat(both).hasSize(2).allSatisfy(Verifications::assertPassed);
        assertThat(both.get(0).links()).hasSize(3);
        assertThat(none).hasSize(1).allSatisfy(Verifications::assertPassed);
        assertThat(none.get(0).links()).hasSize(2);
    }

    @Test
    void ownerR2_newsOfAChainIsToldAndRefusedWhereThatIsDemanded() {
        MadeCertificate news = MILAN.vcek().amd("3.10", new ASN1Integer(7));
        CertificateFiles files = new CertificateFiles();
        List.of(MILAN.ark(), MILAN.ask(), news).forEach(one -> files.add(one.encoded(), "file"));
        ChainVerifier verifier = ChainVerifier.of(MILAN.roots(), Crypto.platform());

        VerificationResult told = verifier.verify(files, Verifications.AT).get(0);
        VerificationResult refused =
                verifier.refusingUnknown().verify(files, Verifications.AT).get(0);

        assertPassed(told);
        assertThat(Verifications.check(told, "certificates.unknown"))
                .satisfies(one -> assertThat(one.status()).isEqualTo(Status.TOLD))
                .satisfies(one -> assertThat(one.detail()).contains("1.3.6.1.4.1.3704.1.3.10"));
        assertThat(told.unknown()).hasSize(1).isEqualTo(refused.unknown());
        assertFailed(refused, "certificates.unknown");
    }

    @Test
    void chainWithoutAReportOfOneProductOnly() {
        MadeCertificate genoa = MadeCertificate.key(
                        "SEV-VCEK",
                        "Genoa",
                        Map.of(
                                TcbComponent.BOOTLOADER,
                                1,
                                TcbComponent.TEE,
                                0,
                                TcbComponent.SNP,
                                0,
                                TcbComponent.MICROCODE,
                                1))
                .by("SEV-Milan")
                .raw(MadeChain.HARDWARE_ID, false, MadeChain.LONG_ID);

        List<VerificationResult> results = SnpChainVerifier.of(MILAN.roots(), Crypto.platform())
                .verify(MadeChain.bundle(MILAN.ark(), MILAN.ask(), genoa), Verifications.AT);

        assertFailed(results.get(0), "product");
    }
}
