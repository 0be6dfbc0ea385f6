// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;
import static org.cloister.owner.verify.Verifications.verify;

import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.DEROctetString;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The binding of reports to certificates, with chains made here. */
class MadeChainTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final MadeChain TURIN = MadeChain.turin();

    @ParameterizedTest
    @EnumSource(names = "LATER", mode = EnumSource.Mode.EXCLUDE)
    void everyVersionVerifies(ReportVersion version) {
        Bytes report = MadeReport.signed(MILAN.report(version), MadeKeys.p384("SEV-VCEK"));

        VerificationResult result = assertPassed(verify(MILAN, report, MILAN.chips()));

        assertThat(result.chain())
                .extracting(one -> one.role().orElseThrow())
                .containsExactly(CertificateRole.ARK, CertificateRole.ASK, CertificateRole.VCEK);
        assertThat(check(result, "tcb.fmc").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @Test
    void turinWithItsShortIdAndFmcVerifies() {
        VerificationResult result = assertPassed(verify(TURIN, TURIN.signed(), TURIN.chips()));

        assertThat(check(result, "tcb.fmc").status()).isEqualTo(Status.PASSED);
        assertThat(check(result, "chip-id").detail()).isEqualTo(MadeChain.SHORT_ID.hex());
    }

    @Test
    void hardwareIdMayBeWrapped() {
        CertificateBundle milan = MadeChain.bundle(
                MILAN.ark(),
                MILAN.ask(),
                MILAN.vcekOfNoChip().amd("4", new DEROctetString(MadeChain.LONG_ID.toArray())));
        CertificateBundle turin = MadeChain.bundle(
                TURIN.ark(),
                TURIN.ask(),
                TURIN.vcekOfNoChip().amd("4", new DEROctetString(MadeChain.SHORT_ID.toArray())));

        assertPassed(verify(MILAN, MILAN.signed(), milan));
        assertPassed(verify(TURIN, TURIN.signed(), turin));
    }

    @Test
    void shortIdMayBePaddedToTheWholeField() {
        Bytes padded = Bytes.ofHex(MadeChain.SHORT_ID.hex() + "00".repeat(56));
        CertificateBundle given = MadeChain.bundle(
                TURIN.ark(), TURIN.ask(), TURIN.vcekOfNoChip().raw(MadeChain.HARDWARE_ID, false, padded));

        assertPassed(verify(TURIN, TURIN.signed(), given));
    }

    @Test
    void anotherChipFails() {
        Bytes other = Bytes.ofHex("d4".repeat(63) + "d5");
        assertFailed(verify(MILAN, MILAN.signed(one -> one.put(ReportField.CHIP_ID, other)), MILAN.chips()), "chip-id");
        byte[] long8 = new byte[64];
        MadeChain.SHORT_ID.copyTo(0, long8, 0, 8);
        long8[63] = 1;
        Bytes beyond = TURIN.signed(one -> one.put(ReportField.CHIP_ID, Bytes.of(long8)));
        assertFailed(verify(TURIN, beyond, TURIN.chips()), "chip-id");
    }

    @Test
    void shortIdOfMilanFailsEvenWhereItMatches() {
        byte[] chip = new byte[64];
        MadeChain.SHORT_ID.copyTo(0, chip, 0, 8);
        CertificateBundle given = MadeChain.bundle(
                MILAN.ark(), MILAN.ask(), MILAN.vcekOfNoChip().raw(MadeChain.HARDWARE_ID, false, MadeChain.SHORT_ID));

        assertFailed(
                verify(MILAN, MILAN.signed(one -> one.put(ReportField.CHIP_ID, Bytes.of(chip))), given), "chip-id");
    }

    @Test
    void maskedChipIdIsNotPerformedUnlessThePolicyDemandsIt() {
        Bytes masked = MILAN.signed(one -> one.put(ReportField.CHIP_ID, Bytes.of(new byte[64])));
        AppraisalPolicy demanding = AppraisalPolicy.of(Map.of("require-chip-id", List.of("yes")));

        VerificationResult result = assertPassed(verify(MILAN, masked, MILAN.chips()));
        assertThat(check(result, "chip-id").status()).isEqualTo(Status.NOT_PERFORMED);
        assertFailed(verify(MILAN.roots(), masked, MILAN.chips(), demanding), "require-chip-id");
        assertPassed(verify(MILAN.roots(), MILAN.signed(), MILAN.chips(), demanding));
    }

    @Test
    void maskedChipOfAnOldReportIsOfWhateverGenerationItsKeyIs() {
        Bytes report = MadeReport.signed(
                TURIN.report(ReportVersion.V2).put(ReportField.CHIP_ID, Bytes.of(new byte[64])),
                MadeKeys.p384("SEV-VCEK"));

        assertPassed(verify(TURIN, report, TURIN.chips()));
    }

    @Test
    void oldReportWithAShortIdIsNotOfMilan() {
        byte[] chip = new byte[64];
        MadeChain.SHORT_ID.copyTo(0, chip, 0, 8);
        Bytes report = MadeReport.signed(
                MILAN.report(ReportVersion.V2).put(ReportField.CHIP_ID, Bytes.of(chip)), MadeKeys.p384("SEV-VCEK"));

        assertFailed(verify(MILAN, report, MILAN.chips()), "product");
    }

    @Test
    void loadedKeyVerifiesAndIsOfNoChip() {
        VerificationResult result = assertPassed(verify(MILAN, MILAN.signedByLoadedKey(), MILAN.loaded()));

        assertThat(check(result, "chip-id").status()).isEqualTo(Status.NOT_PERFORMED);
        assertThat(result.chain())
                .extracting(one -> one.role().orElseThrow())
                .containsExactly(CertificateRole.ARK, CertificateRole.ASVK, CertificateRole.VLEK);
    }

    @Test
    void certificateOfTheOtherKindOfKeyFails() {
        VerificationResult loaded = verify(MILAN, MILAN.signedByLoadedKey(), MILAN.chips());
        VerificationResult chip = verify(MILAN, MILAN.signed(), MILAN.loaded());

        assertFailed(loaded, "intermediate.found", "leaf.found");
        assertThat(detail(loaded, "leaf.found")).contains("VLEK").contains("only one of a VCEK");
        assertFailed(chip, "intermediate.found", "leaf.found");
        assertThat(detail(chip, "leaf.found")).contains("only one of a VLEK");
    }

    @Test
    void bothKindsTogetherAreToldApart() {
        CertificateBundle both = MILAN.chips().and(MILAN.loaded());

        assertPassed(verify(MILAN, MILAN.signed(), both));
        assertPassed(verify(MILAN, MILAN.signedByLoadedKey(), both));
    }

    @Test
    void reportSignedByTheOtherKeyFails() {
        Bytes chipClaimed = MadeReport.signed(MILAN.report(), MadeKeys.p384("SEV-VLEK"));
        Bytes loadedClaimed =
                MadeReport.signed(MILAN.report().put(ReportField.KEY_INFO, 1 << 2), MadeKeys.p384("SEV-VCEK"));

        assertFailed(verify(MILAN, chipClaimed, MILAN.chips()), "report.signature");
        assertFailed(verify(MILAN, loadedClaimed, MILAN.loaded()), "report.signature");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7 << 2, 2 << 2, 3 << 2, 6 << 2})
    void maskedNoAndUnknownKeysFailThoughTheSignatureIsRight(int keyInfo) {
        Bytes report = MILAN.signed(one -> one.put(ReportField.KEY_INFO, keyInfo));

        VerificationResult result = verify(MILAN, report, MILAN.chips());

        assertThat(Verifications.failed(result)).contains("report.signing-key");
        assertThat(check(result, "report.signature").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7 << 2})
    void reportWithoutSignatureFails(int keyInfo) {
        Bytes report = MILAN.report().put(ReportField.KEY_INFO, keyInfo).build().encode();

        assertFailed(verify(MILAN, report, MILAN.chips()), "report.signature-form", "report.signing-key");
    }

    @ParameterizedTest
    @CsvSource({
        "Milan, 0, tcb.bootloader",
        "Milan, 1, tcb.tee",
        "Milan, 2, tcb.spare",
        "Milan, 5, tcb.spare",
        "Milan, 6, tcb.snp",
        "Milan, 7, tcb.microcode",
        "Turin, 0, tcb.fmc",
        "Turin, 1, tcb.bootloader",
        "Turin, 2, tcb.tee",
        "Turin, 3, tcb.snp",
        "Turin, 4, tcb.spare",
        "Turin, 6, tcb.spare",
        "Turin, 7, tcb.microcode"
    })
    void everyComponentOfTheTcbIsCompared(String product, int index, String name) {
        MadeChain chain = product.equals("Milan") ? MILAN : TURIN;
        long tcb = product.equals("Milan") ? MadeChain.MILAN_TCB : MadeChain.TURIN_TCB;
        Bytes report = chain.signed(one -> MadeReport.tcb(one, tcb + (1L << 8 * index)));

        assertFailed(verify(chain, report, chain.chips()), name);
    }

    @Test
    void loadedKeyOfAnotherTcbFails() {
        Bytes report = MadeReport.signed(
                MadeReport.tcb(MILAN.report(), MadeChain.MILAN_TCB + 1).put(ReportField.KEY_INFO, 1 << 2),
                MadeKeys.p384("SEV-VLEK"));

        VerificationResult result = assertFailed(verify(MILAN, report, MILAN.loaded()), "tcb.bootloader");

        assertThat(detail(result, "tcb.bootloader"))
                .isEqualTo("the certificate is for bootloader 3, the report says 4");
    }

    @ParameterizedTest
    @CsvSource({
        "COMMITTED_TCB, 0x7f08000000000002",
        "CURRENT_TCB, 0x7f07000000000003",
        "COMMITTED_TCB, 0x7208000000000003"
    })
    void tcbVersionsHaveToBeInOrder(ReportField field, String raw) {
        Bytes report = MILAN.signed(one -> one.put(field, Long.decode(raw)));

        assertFailed(verify(MILAN, report, MILAN.chips()), "tcb.order");
    }

    @Test
    void ofSeveralChipsTheReportsOneIsTaken() {
        MadeCertificate other = MILAN.vcekOfNoChip().raw(MadeChain.HARDWARE_ID, false, Bytes.ofHex("ee".repeat(64)));

        assertPassed(verify(MILAN, MILAN.signed(), MadeChain.bundle(other, MILAN.vcek(), MILAN.ask(), MILAN.ark())));
    }

    @Test
    void ofSeveralAuthoritiesOfOneNameTheRightOneIsTaken() {
        CertificateBundle impostors = MadeChain.bundle(
                MadeCertificate.authority("SEV-Milan").by("SEV-Milan-impostor"),
                MadeCertificate.authority("SEV-Milan", "impostor").by("ARK-Milan"),
                MadeCertificate.authority("ARK-Milan", "impostor"),
                MadeCertificate.authority("ARK-Genoa"));

        assertPassed(verify(MILAN, MILAN.signed(), impostors.and(MILAN.chips())));
        assertPassed(verify(MILAN, MILAN.signed(), MILAN.chips().and(impostors)));
    }

    @Test
    void keyOfAnotherGenerationFails() {
        MadeCertificate genoa =
                MadeCertificate.key("SEV-VCEK", "Genoa", Map.of()).by("SEV-Milan");
        for (String component : List.of("1", "2", "3", "8")) {
            genoa.amd("3." + component, new org.bouncycastle.asn1.ASN1Integer(0));
        }
        genoa.raw(MadeChain.HARDWARE_ID, false, MadeChain.LONG_ID);

        VerificationResult result = verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ark(), MILAN.ask(), genoa));

        assertThat(detail(assertFailed(result, "product"), "product"))
                .contains("Genoa")
                .contains("ARK-Milan");
    }

    @Test
    void reportOfAnotherGenerationFails() {
        Bytes report = MILAN.signed(one -> one.put(ReportField.CPUID_MOD_ID, 0x11));

        VerificationResult result = assertFailed(verify(MILAN, report, MILAN.chips()), "product");

        assertThat(detail(result, "product")).isEqualTo("the certificate is of Milan, the report of Genoa");
    }

    @Test
    void unknownProcessorIsNamed() {
        Bytes report = MILAN.signed(one -> one.put(ReportField.CPUID_FAM_ID, 0x1b));

        VerificationResult result = assertFailed(verify(MILAN, report, MILAN.chips()), "product");

        assertThat(detail(result, "product")).contains("family 0x1b");
    }

    @Test
    void veniceIsRefusedForWantOfARootUnlessOneIsTrusted() {
        MadeCertificate venice = MadeCertificate.authority("ARK-Venice");
        MadeCertificate authority = MadeCertificate.authority("SEV-Venice").by("ARK-Venice");
        CertificateBundle given = MadeChain.bundle(venice, authority);

        VerificationResult result = verify(Roots.amd(), TURIN.signed(), given.and(TURIN.chips()), AppraisalPolicy.NONE);

        assertFailed(result, "root.trusted");
        assertThat(Roots.amd().refusal("Venice")).contains("no root of AMD's is known for Venice");
    }
}
