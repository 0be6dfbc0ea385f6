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
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.junit.jupiter.api.Test;

/** Revocation lists, with chains made here. */
class RevocationTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final AppraisalPolicy DEMANDING = AppraisalPolicy.of(Map.of("require-crl", List.of("yes")));

    private static VerificationResult with(AmdCrl... lists) {
        return verify(MILAN, MILAN.signed(), MadeChain.and(MILAN.chips(), lists));
    }

    @Test
    void listThatRevokesOthersPasses() {
        VerificationResult result =
                assertPassed(with(MadeCrl.by("ARK-Milan").revoke(0x20001).make()));

        assertThat(check(result, "crl.intermediate").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void ownerV10_numberThatNoListCanNameIsNotCalledNotRevoked() {
        VerificationCheck leaf = check(with(MadeCrl.by("ARK-Milan").make()), "crl.leaf");

        assertThat(leaf.status()).isEqualTo(Status.NOT_PERFORMED);
        assertThat(leaf.detail()).contains("AMD numbers all leaves 0");
    }

    @Test
    void emptyListPasses() {
        assertPassed(with(MadeCrl.by("ARK-Milan").make()));
    }

    @Test
    void withoutAListNothingIsPerformedUnlessThePolicyDemandsIt() {
        VerificationResult result = assertPassed(with());

        assertThat(check(result, "crl.leaf").status()).isEqualTo(Status.NOT_PERFORMED);
        assertThat(result.requests())
                .as("AMD has no list for the root of somebody else")
                .isEmpty();
        assertFailed(verify(MILAN.roots(), MILAN.signed(), MILAN.chips(), DEMANDING), "require-crl");
        CertificateBundle listed =
                MadeChain.and(MILAN.chips(), MadeCrl.by("ARK-Milan").make());
        assertPassed(verify(MILAN.roots(), MILAN.signed(), listed, DEMANDING));
    }

    @Test
    void revokedIntermediateFails() {
        VerificationResult result = assertFailed(
                with(MadeCrl.by("ARK-Milan").revoke(MadeChain.ASK_SERIAL).make()), "crl.intermediate");

        assertThat(detail(result, "crl.intermediate")).contains("SEV-Milan").contains("serial number 65537");
    }

    @Test
    void revokedKeyFailsWhoeverRevokesIt() {
        CertificateBundle given =
                MadeChain.bundle(MILAN.ark(), MILAN.ask(), MILAN.vcek().serial(77));

        for (String issuer : List.of("ARK-Milan", "SEV-Milan")) {
            AmdCrl list = MadeCrl.by(issuer).revoke(77).make();
            assertFailed(verify(MILAN, MILAN.signed(), MadeChain.and(given, list)), "crl.leaf");
        }
    }

    @Test
    void revokedLoadedKeyFails() {
        CertificateBundle given =
                MadeChain.bundle(MILAN.ark(), MILAN.asvk(), MILAN.vlek().serial(78));
        AmdCrl list = MadeCrl.by("ARK-Milan").revoke(78).make();

        assertFailed(verify(MILAN, MILAN.signedByLoadedKey(), MadeChain.and(given, list)), "crl.leaf");
    }

    @Test
    void ownerV3_onlyAListThatIsInForceSaysThatNothingIsRevoked() {
        Instant at = Verifications.AT;
        AmdCrl expired = new MadeCrl("ARK-Milan", MadeCertificate.NOT_BEFORE, at.minusSeconds(1)).make();
        AmdCrl early = new MadeCrl("ARK-Milan", at.plusSeconds(1), MadeCertificate.NOT_AFTER).make();

        assertThat(detail(withoutWord(expired), "crl.window")).contains("expired on");
        assertThat(detail(withoutWord(early), "crl.window")).contains("not in force before");
        assertSaid(new MadeCrl("ARK-Milan", at, at).make());
        assertSaid(expired, MadeCrl.by("ARK-Milan").make());
    }

    @Test
    void ownerV3_listsOfOthersAndForgedOnesDecideNothing() {
        AmdCrl foreign = MadeCrl.by("ARK-Genoa").revoke(MadeChain.ASK_SERIAL).make();
        AmdCrl forged = new MadeCrl("ARK-Milan", "impostor", MadeCertificate.NOT_BEFORE, MadeCertificate.NOT_AFTER)
                .revoke(MadeChain.ASK_SERIAL)
                .make();

        assertThat(detail(withoutWord(foreign), "crl.issuer")).contains("none of 1 revocation lists is by ARK-Milan");
        assertThat(detail(withoutWord(forged), "crl.signature")).contains("signed none of the lists in its name");
        assertSaid(foreign, forged, MadeCrl.by("ARK-Milan").make());
    }

    /** Checks that lists change no verdict, and are not taken for an answer. */
    private static VerificationResult withoutWord(AmdCrl... lists) {
        VerificationResult result = assertPassed(with(lists));
        assertThat(check(result, "crl.intermediate").status()).isEqualTo(Status.NOT_PERFORMED);
        assertFailed(
                verify(MILAN.roots(), MILAN.signed(), MadeChain.and(MILAN.chips(), lists), DEMANDING), "require-crl");
        return result;
    }

    private static void assertSaid(AmdCrl... lists) {
        assertPassed(verify(MILAN.roots(), MILAN.signed(), MadeChain.and(MILAN.chips(), lists), DEMANDING));
    }

    @Test
    void everyListCounts() {
        AmdCrl good = MadeCrl.by("ARK-Milan").make();
        AmdCrl revoking = MadeCrl.by("ARK-Milan").revoke(MadeChain.ASK_SERIAL).make();

        assertPassed(with(good, good));
        assertFailed(with(good, revoking), "crl.intermediate");
        assertFailed(with(revoking, good), "crl.intermediate");
    }

    @Test
    void ownerR8_oldListRevokesBesideANewerOneThatDoesNot() {
        AmdCrl old = new MadeCrl("ARK-Milan", MadeCertificate.NOT_BEFORE, MadeCertificate.NOT_BEFORE)
                .revoke(MadeChain.ASK_SERIAL)
                .make();

        assertFailed(with(old), "crl.intermediate");
        assertFailed(with(MadeCrl.by("ARK-Milan").make(), old), "crl.intermediate");
    }

    @Test
    void ownerR8_theNewestListIsTheOneThatSpeaks() {
        Instant at = Verifications.AT;
        AmdCrl newer = new MadeCrl("ARK-Milan", at.minusSeconds(9), MadeCertificate.NOT_AFTER).make();

        for (AmdCrl[] lists : new AmdCrl[][] {
            {newer, MadeCrl.by("ARK-Milan").make()},
            {MadeCrl.by("ARK-Milan").make(), newer}
        }) {
            assertThat(detail(with(lists), "crl.window")).contains("of " + at.minusSeconds(9));
        }
    }

    @Test
    void issuerHasToBeAllowedToRevoke() {
        MadeCertificate mute = MILAN.ask().with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        CertificateBundle given =
                MadeChain.bundle(MILAN.ark(), mute, MILAN.vcek().serial(77));
        AmdCrl list = MadeCrl.by("SEV-Milan").revoke(77).make();

        assertPassed(verify(MILAN, MILAN.signed(), MadeChain.and(given, list)));
    }

    @Test
    void listThatCannotBeReadFails() {
        CertificateBundle broken = CertificateBundle.read(
                MadeCrl.by("ARK-Milan").extension("2.5.29.27", true).encoded(), "delta");

        VerificationResult result = verify(MILAN, MILAN.signed(), MILAN.chips().and(broken));

        assertFailed(result, "certificates.form");
        assertThat(detail(result, "certificates.form")).contains("2.5.29.27");
    }

    @Test
    void listWithoutANextOneOrWithOtherParametersIsRefused() {
        MadeCrl endless = new MadeCrl("ARK-Milan", MadeCertificate.NOT_BEFORE, null);
        MadeCrl other = MadeCrl.by("ARK-Milan").pss(new Pss("SHA-384", "SHA-384", 32));

        for (MadeCrl made : List.of(endless, other)) {
            CertificateBundle broken = CertificateBundle.read(made.encoded(), "list");
            assertThat(broken.problems()).hasSize(1);
            assertFailed(verify(MILAN, MILAN.signed(), MILAN.chips().and(broken)), "certificates.form");
        }
    }
}
