// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.verify;

import java.util.List;
import java.util.Map;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.struct.Unknown;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What verdicts tell beside pass and fail. */
class VerificationWarningsTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final MadeChain VENICE = MadeChain.venice();
    private static final String ZEROS = "00".repeat(48);

    private static VerificationResult milan(Map<String, List<String>> policy) {
        return verify(MILAN.roots(), MILAN.signed(), MILAN.chips(), AppraisalPolicy.of(policy));
    }

    private static List<String> warned(VerificationResult result) {
        return result.warnings().stream().map(VerificationWarning::name).toList();
    }

    /** V4, R13. */
    @ParameterizedTest
    @CsvSource({"measurement", "id-key-digest", "author-key-digest"})
    void demandAboutTheGuestsContentAndOneAboutItsAgeEndTheWarnings(String identity) {
        assertThat(warned(milan(Map.of()))).containsExactly("measurement", "report-data");
        assertThat(warned(milan(Map.of("report-data", List.of("00"))))).containsExactly("measurement");
        assertThat(warned(milan(Map.of(identity, List.of(ZEROS))))).containsExactly("report-data");
        assertThat(warned(assertPassed(milan(Map.of(identity, List.of(ZEROS), "report-data", List.of("00"))))))
                .isEmpty();
    }

    /** V16, R16b. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "snp=8,microcode=115 | bootloader, tee",
                "bootloader=3,microcode=1 | tee, snp",
                "bootloader=3 | ''",
                "bootloader=3,tee=0 | ''",
                "bootloader=3,tee=0,snp=8,microcode=115 | ''"
            })
    void minimumTcbNamesWhatItLeavesOut(String least, String missing) {
        VerificationResult result = assertPassed(milan(Map.of("minimum-tcb", List.of(least))));

        List<String> texts = result.warnings().stream()
                .filter(one -> one.name().equals("minimum-tcb"))
                .map(VerificationWarning::text)
                .toList();
        assertThat(texts).hasSize(missing.isEmpty() ? 0 : 1);
        assertThat(texts).allSatisfy(text -> assertThat(text).startsWith("nothing is demanded of " + missing + ","));
    }

    @Test
    void whatIsNotKnownIsListedWithOffsetNumberAndValue() {
        VerificationResult result = assertPassed(
                verify(MILAN, MILAN.signed(one -> one.put(ReportField.PLATFORM_INFO, 0x300)), MILAN.chips()));

        assertThat(result.unknown())
                .containsExactly(
                        Unknown.bit("report, platform_info", 0x40, 8), Unknown.bit("report, platform_info", 0x40, 9));
        assertThat(check(result, "report.reserved").status()).isEqualTo(Status.TOLD);
        assertThat(check(result, "certificates.unknown").status()).isEqualTo(Status.PASSED);
    }

    /** V12: the first check that failed, with what to do. */
    @Test
    void verdictHasItsReasonAndARemedy() {
        Bytes other = MILAN.signed(one -> one.put(ReportField.CHIP_ID, Bytes.ofHex("ee".repeat(64))));

        VerificationCheck reason = verify(MILAN, other, MILAN.chips()).reason().orElseThrow();

        assertThat(reason.name()).isEqualTo("chip-id");
        assertThat(reason.remedy()).isEqualTo("get the certificate of the chip that the report names");
        assertThat(verify(MILAN, MILAN.signed(), MILAN.chips()).reason()).isEmpty();
        for (SnpCheck one : SnpCheck.values()) {
            assertThat(one.remedy()).as(one.label()).isNotBlank();
        }
    }

    @Test
    void rootOfASoftwarePlatformGetsTheHint() {
        VerificationResult result = verify(Roots.amd(), MILAN.signed(), MILAN.chips(), AppraisalPolicy.NONE);

        assertThat(assertFailed(result, "root.trusted").reason().orElseThrow().remedy())
                .contains("software platform", "--trust-root");
    }

    private static VerificationResult venice(String... least) {
        Bytes report = MadeReport.signed(VENICE.report(ReportVersion.V6), MadeKeys.p384("SEV-VCEK"));
        Map<String, List<String>> policy = least.length == 0 ? Map.of() : Map.of("minimum-tcb", List.of(least));
        return verify(VENICE.roots(), report, VENICE.chips(), AppraisalPolicy.of(policy));
    }

    /** V7: its own layout, under a root of the owner's, and said to be unverified. */
    @Test
    void veniceIsHeldAgainstTheComponentsThatItHas() {
        VerificationResult result = assertPassed(venice());

        for (String present : List.of("tcb.fmc", "tcb.tee", "tcb.snp", "tcb.order", "chip-id")) {
            assertThat(check(result, present).status()).as(present).isEqualTo(Status.PASSED);
        }
        for (String absent : List.of("tcb.bootloader", "tcb.microcode", "tcb.spare")) {
            assertThat(check(result, absent).status()).as(absent).isEqualTo(Status.NOT_PERFORMED);
        }
        assertThat(warned(result)).contains("product");
        assertThat(result.warnings().toString()).contains("Venice").contains("unverified");
    }

    @ParameterizedTest
    @CsvSource({"bootloader=0, no bootloader", "microcode=0, no microcode", "snp=6, snp is 5"})
    void demandOnAComponentThatVeniceLacksIsRefused(String least, String said) {
        assertThat(Verifications.detail(assertFailed(venice(least), "minimum-tcb"), "minimum-tcb"))
                .contains(said);
    }

    @Test
    void certificateOfAnotherTcbOfVeniceFails() {
        Bytes report = MadeReport.signed(
                MadeReport.tcb(VENICE.report(ReportVersion.V6), MadeChain.VENICE_TCB + 0x10000),
                MadeKeys.p384("SEV-VCEK"));

        assertFailed(verify(VENICE, report, VENICE.chips()), "tcb.snp");
    }
}
