// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.VerificationRule.Outcome.ACCEPTED;
import static org.cloister.owner.verify.VerificationRule.Outcome.PERMITTED;
import static org.cloister.owner.verify.VerificationRule.Outcome.REFUSED;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.VerificationRule.Outcome;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of rules, row by row and column by column, on reports and chains made here. */
class VerificationRulesTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final MadeChain TURIN = MadeChain.turin();

    /** Those about files and about a certificate of AMD's own: their own tests walk them. */
    private static final Set<VerificationRule> OF_FILES = EnumSet.of(VerificationRule.R7, VerificationRule.R9);

    /**
     * A report and its right verdict.
     *
     * @param check that decides a refusal; of other outcomes one that has to be there, or empty
     * @param said in its detail, or in a warning
     */
    private record Case(
            VerificationRule rule,
            Outcome outcome,
            String name,
            MadeChain chain,
            Bytes report,
            CertificateBundle given,
            Map<String, String> policy,
            String check,
            String said) {
        Case with(CertificateBundle other) {
            return new Case(rule, outcome, name, chain, report, other, policy, check, said);
        }

        Case of(String demand, String value) {
            Map<String, String> more = new LinkedHashMap<>(policy);
            more.put(demand, value);
            return new Case(rule, outcome, name, chain, report, given, more, check, said);
        }

        Case says(String where, String what) {
            return new Case(rule, outcome, name, chain, report, given, policy, where, what);
        }

        VerificationResult run() {
            Map<String, List<String>> settings = new LinkedHashMap<>();
            policy.forEach((key, value) -> settings.put(key, List.of(value)));
            return Verifications.verify(chain.roots(), report, given, AppraisalPolicy.of(settings));
        }

        @Override
        public String toString() {
            return rule + " " + outcome + ": " + name;
        }
    }

    private static Case milan(
            VerificationRule rule, Outcome outcome, String name, UnaryOperator<ReportBuilder> change) {
        return made(rule, outcome, name, MILAN, MILAN.signed(change));
    }

    private static Case made(VerificationRule rule, Outcome outcome, String name, MadeChain chain, Bytes report) {
        return new Case(rule, outcome, name, chain, report, chain.chips(), Map.of(), "", "");
    }

    private static UnaryOperator<ReportBuilder> put(ReportField field, long value) {
        return report -> report.put(field, value);
    }

    /** A change that no builder makes, under a right signature where it lies in the signed part. */
    private static Bytes changed(int offset, int value) {
        return MadeReport.signed(MILAN.report(), MadeKeys.p384("SEV-VCEK"), image -> {
            image[offset] = (byte) value;
            return image;
        });
    }

    private static Bytes changedAfterwards(int offset) {
        byte[] image = MILAN.signed().toArray();
        image[offset] ^= 1;
        return Bytes.of(image);
    }

    static Stream<Case> cases() {
        return Stream.of(
                        known(),
                        unknown(),
                        form(),
                        policies(),
                        versions(),
                        paths(),
                        defaults(),
                        warnings(),
                        tcbs(),
                        keys())
                .flatMap(List::stream);
    }

    private static List<Case> known() {
        UnaryOperator<ReportBuilder> all = put(ReportField.PLATFORM_INFO, 0xff);
        Bytes old = MadeReport.signed(
                MILAN.report(ReportVersion.V2).put(ReportField.PLATFORM_INFO, 0xff), MadeKeys.p384("SEV-VCEK"));
        return List.of(
                milan(VerificationRule.R1, ACCEPTED, "V1: all eight bits on Milan", all),
                made(VerificationRule.R1, ACCEPTED, "V1: all eight bits in version 2", MILAN, old),
                made(VerificationRule.R1, ACCEPTED, "V1: all eight bits on Turin", TURIN, TURIN.signed(all)),
                milan(VerificationRule.R1, ACCEPTED, "demanded and on", all)
                        .of("platform-info", "iommu-write-safe=on,tio=on")
                        .says("platform-info", "iommu-write-safe"),
                milan(VerificationRule.R1, REFUSED, "demanded and off", put(ReportField.PLATFORM_INFO, 0x25))
                        .of("platform-info", "iommu-write-safe=on")
                        .says("platform-info", "iommu-write-safe is off"));
    }

    private static List<Case> unknown() {
        UnaryOperator<ReportBuilder> bit = put(ReportField.PLATFORM_INFO, 0x165);
        Case news = milan(VerificationRule.R2, ACCEPTED, "V1: bit 8 of the platform", bit)
                .says("report.reserved", "report, platform_info at offset 0x40, number 8: 0x1");
        CertificateBundle later = MadeChain.bundle(
                MILAN.ark(),
                MILAN.ask(),
                MILAN.vcek()
                        .amd("1", new ASN1Integer(2))
                        .amd("3.10", new ASN1Integer(7))
                        .amd("6", new ASN1Integer(9)));
        Case certificate = milan(VerificationRule.R2, ACCEPTED, "V1: news in a certificate", UnaryOperator.identity())
                .with(later)
                .says("certificates.unknown", "1.3.6.1.4.1.3704.1.3.10");
        return List.of(
                news,
                milan(VerificationRule.R2, REFUSED, "bit 8 of the platform", bit)
                        .of("no-unknown-bits", "yes")
                        .says("report.reserved", "number 8"),
                made(VerificationRule.R2, ACCEPTED, "V1: byte 0x208", MILAN, changed(0x208, 1))
                        .says("report.reserved", "report, reserved at offset 0x208: 01"),
                made(VerificationRule.R2, ACCEPTED, "V1: byte 0x4c", MILAN, changed(0x4c, 5))
                        .says("report.reserved", "offset 0x4c"),
                milan(VerificationRule.R2, ACCEPTED, "V1: bit 31 of the keys", put(ReportField.KEY_INFO, 1L << 31))
                        .says("report.reserved", "key_info at offset 0x48, number 31"),
                certificate,
                milan(VerificationRule.R2, REFUSED, "news in a certificate", UnaryOperator.identity())
                        .with(later)
                        .of("no-unknown-bits", "yes")
                        .says("certificates.unknown", "1.3.6.1.4.1.3704.1.6"));
    }

    private static List<Case> form() {
        return List.of(
                made(VerificationRule.R3, ACCEPTED, "zeros", MILAN, MILAN.signed()),
                made(VerificationRule.R3, REFUSED, "a byte behind the signature", MILAN, changedAfterwards(0x330))
                        .says("report.signature-form", "offset 0x330"),
                made(VerificationRule.R3, REFUSED, "the last byte", MILAN, changedAfterwards(0x49f))
                        .says("report.signature-form", "offset 0x330"),
                made(VerificationRule.R3, REFUSED, "the padding of r", MILAN, changedAfterwards(0x2d0))
                        .says("report.signature-form", "signature_r"));
    }

    private static List<Case> policies() {
        UnaryOperator<ReportBuilder> known = put(ReportField.POLICY, 0x3f30000 & ~(3L << 18));
        UnaryOperator<ReportBuilder> news = put(ReportField.POLICY, 0x4030000);
        UnaryOperator<ReportBuilder> clear = put(ReportField.POLICY, 0x10000);
        return List.of(
                milan(VerificationRule.R4, ACCEPTED, "V1: known bits in version 3", known),
                milan(VerificationRule.R4, REFUSED, "bit 26", news).says("report.reserved", "policy at offset 0x8"),
                milan(VerificationRule.R4, REFUSED, "bit 17 clear", clear).says("report.reserved", "bit 17 set"),
                milan(VerificationRule.R4, PERMITTED, "bit 26", news).of("allow-unknown-bits", "yes"),
                milan(VerificationRule.R4, PERMITTED, "bit 26 as a number", news)
                        .of("policy", "0x4030000"),
                milan(VerificationRule.R4, REFUSED, "bit 26 beside a demand for another", news)
                        .of("policy", "smt=on")
                        .says("report.reserved", "policy"),
                milan(VerificationRule.R4, PERMITTED, "bit 17 clear", clear).of("allow-unknown-bits", "yes"));
    }

    private static List<Case> versions() {
        Bytes seven = MadeReport.signed(
                TURIN.report(ReportVersion.LATER).put(ReportField.PLATFORM_INFO, 0x65), MadeKeys.p384("SEV-VCEK"));
        Bytes six = MadeReport.signed(MILAN.report(ReportVersion.V6), MadeKeys.p384("SEV-VCEK"));
        UnaryOperator<ReportBuilder> generation = put(ReportField.CPUID_FAM_ID, 0x1b);
        return List.of(
                made(VerificationRule.R5, ACCEPTED, "version 6 of an older generation", MILAN, six),
                made(VerificationRule.R5, REFUSED, "version 7", TURIN, seven).says("report.version", "version 7"),
                made(VerificationRule.R5, REFUSED, "version 7 where 8 is permitted", TURIN, seven)
                        .of("allow-report-version", "8")
                        .says("report.version", "version 7"),
                made(VerificationRule.R5, PERMITTED, "version 7", TURIN, seven)
                        .of("allow-report-version", "7")
                        .says("report.version", "permitted by its number"),
                milan(VerificationRule.R5, REFUSED, "a key of kind 3", put(ReportField.KEY_INFO, 3 << 2))
                        .of("allow-unknown-bits", "yes")
                        .says("report.signing-key", "not known (3)"),
                milan(VerificationRule.R5, REFUSED, "a chip-secret VCEK", put(ReportField.KEY_INFO, 2 << 2))
                        .says("report.signing-key", "a VCEK's certificate does not"),
                milan(VerificationRule.R5, REFUSED, "an unknown generation", generation)
                        .of("allow-unknown-bits", "yes")
                        .says("product", "family 0x1b"));
    }

    private static List<Case> paths() {
        MadeCertificate expired = MILAN.vcek().valid(MadeCertificate.NOT_BEFORE, Instant.parse("2025-01-01T00:00:00Z"));
        CertificateBundle both = MadeChain.bundle(expired, MILAN.ark(), MILAN.ask(), MILAN.vcek());
        CertificateBundle old = MadeChain.bundle(expired, MILAN.ark(), MILAN.ask());
        CertificateBundle rootless = MadeChain.bundle(MILAN.ask(), MILAN.vcek());
        CertificateBundle listed =
                MadeChain.and(MILAN.chips(), MadeCrl.by("ARK-Milan").make());
        Instant at = Verifications.AT;
        CertificateBundle revoked = MadeChain.and(
                listed,
                new MadeCrl("ARK-Milan", MadeCertificate.NOT_BEFORE, at.minusSeconds(1))
                        .revoke(MadeChain.ASK_SERIAL)
                        .make());
        return List.of(
                genuine(VerificationRule.R6, ACCEPTED, "V2: an expired certificate beside its renewal", both),
                genuine(VerificationRule.R6, REFUSED, "an expired certificate alone", old)
                        .says("leaf.validity", "expired on"),
                genuine(VerificationRule.R8, ACCEPTED, "a list that names nothing of it", listed)
                        .says("crl.intermediate", "is not revoked"),
                genuine(VerificationRule.R8, REFUSED, "V3: an old list that names the intermediate", revoked)
                        .says("crl.intermediate", "is revoked"),
                genuine(VerificationRule.R8, REFUSED, "no list", MILAN.chips())
                        .of("require-crl", "yes")
                        .says("require-crl", "could not be ruled out"),
                genuine(VerificationRule.R14, ACCEPTED, "V10: the number of a leaf on a list", listed)
                        .says("crl.leaf", "AMD numbers all leaves 0"),
                genuine(VerificationRule.R15, ACCEPTED, "the trusted root is not among the given ones", rootless));
    }

    private static Case genuine(VerificationRule rule, Outcome outcome, String name, CertificateBundle given) {
        return milan(rule, outcome, name, UnaryOperator.identity()).with(given);
    }

    private static List<Case> defaults() {
        UnaryOperator<ReportBuilder> debug = put(ReportField.POLICY, 0xb0000);
        UnaryOperator<ReportBuilder> agent = put(ReportField.POLICY, 0x70000);
        UnaryOperator<ReportBuilder> host = put(ReportField.VMPL, 0xffffffffL);
        return List.of(
                milan(VerificationRule.R10, ACCEPTED, "off", UnaryOperator.identity())
                        .says("policy.debug", "debug is off"),
                milan(VerificationRule.R10, REFUSED, "V4: on", debug).says("policy.debug", "policy bit 19"),
                milan(VerificationRule.R10, REFUSED, "V4: on, beside a demand for another", debug)
                        .of("policy", "smt=on")
                        .says("policy.debug", "may debug"),
                milan(VerificationRule.R10, PERMITTED, "allow-debug", debug).of("allow-debug", "yes"),
                milan(VerificationRule.R10, PERMITTED, "demanded", debug).of("policy", "debug=on"),
                milan(VerificationRule.R10, PERMITTED, "the whole policy", debug)
                        .of("policy", "0xb0000"),
                milan(VerificationRule.R11, ACCEPTED, "off", UnaryOperator.identity())
                        .says("policy.migrate-ma", "is off"),
                milan(VerificationRule.R11, REFUSED, "V4: on", agent).says("policy.migrate-ma", "policy bit 18"),
                milan(VerificationRule.R11, REFUSED, "V4: on, with leave to debug", agent)
                        .of("allow-debug", "yes")
                        .says("policy.migrate-ma", "policy bit 18"),
                milan(VerificationRule.R11, PERMITTED, "allow-migrate-ma", agent)
                        .of("allow-migrate-ma", "on"),
                milan(VerificationRule.R11, PERMITTED, "demanded", agent).of("policy", "migrate-ma=on"),
                milan(VerificationRule.R12, ACCEPTED, "level 3", put(ReportField.VMPL, 3))
                        .says("vmpl", "3"),
                milan(VerificationRule.R12, REFUSED, "V4: level 4", put(ReportField.VMPL, 4))
                        .says("vmpl", "no level 4"),
                milan(VerificationRule.R12, REFUSED, "V4: level 7", put(ReportField.VMPL, 7))
                        .says("vmpl", "no level 7"),
                milan(VerificationRule.R12, REFUSED, "V4: asked for by the host", host)
                        .says("vmpl", "the host asked"),
                milan(VerificationRule.R12, PERMITTED, "asked for by the host", host)
                        .of("vmpl", "host"),
                milan(VerificationRule.R12, REFUSED, "another level than demanded", host)
                        .of("vmpl", "0,1")
                        .says("vmpl", "found host"));
    }

    private static List<Case> warnings() {
        String some = "00".repeat(48);
        return List.of(
                milan(VerificationRule.R13A, ACCEPTED, "V4: nothing demanded", UnaryOperator.identity())
                        .says("measurement", "any guest on any such processor would pass"),
                milan(VerificationRule.R13A, ACCEPTED, "report data alone", UnaryOperator.identity())
                        .of("report-data", "00")
                        .says("measurement", "any guest on any such processor would pass"),
                milan(VerificationRule.R13B, ACCEPTED, "V4: nothing demanded", UnaryOperator.identity())
                        .says("report-data", "nothing shows that the report is new"),
                milan(VerificationRule.R13B, ACCEPTED, "a measurement alone", UnaryOperator.identity())
                        .of("measurement", some)
                        .says("report-data", "nothing shows that the report is new"));
    }

    private static List<Case> tcbs() {
        UnaryOperator<ReportBuilder> legal = report -> report.put(ReportField.REPORTED_TCB, 0x7308000000000003L)
                .put(ReportField.COMMITTED_TCB, 0x1001000000000004L)
                .put(ReportField.CURRENT_TCB, 0x1001000000000004L);
        UnaryOperator<ReportBuilder> committed = put(ReportField.COMMITTED_TCB, 0x7f09000000000002L);
        UnaryOperator<ReportBuilder> current = put(ReportField.CURRENT_TCB, 0x7207000000000003L);
        return List.of(
                milan(VerificationRule.R16, ACCEPTED, "V15: more microcode under a newer boot loader", legal),
                milan(VerificationRule.R16, REFUSED, "reported above committed", committed)
                        .says("tcb.order", "reported bootloader=3"),
                milan(VerificationRule.R16, REFUSED, "committed above current", current)
                        .says("tcb.order", "above current"),
                milan(VerificationRule.R16B, ACCEPTED, "V16: two of four", UnaryOperator.identity())
                        .of("minimum-tcb", "snp=8,microcode=115")
                        .says("minimum-tcb", "bootloader, tee"),
                made(VerificationRule.R16B, ACCEPTED, "V16: without the first on Turin", TURIN, TURIN.signed())
                        .of("minimum-tcb", "bootloader=3,tee=4,snp=5,microcode=9")
                        .says("minimum-tcb", "nothing is demanded of fmc"));
    }

    private static List<Case> keys() {
        Bytes loaded =
                MadeReport.signed(MILAN.report().put(ReportField.KEY_INFO, 1 << 2 | 2), MadeKeys.p384("SEV-VLEK"));
        return List.of(
                made(VerificationRule.R17, ACCEPTED, "V14: a VLEK on such a host", MILAN, loaded)
                        .with(MILAN.loaded())
                        .says("report.signing-key", "VLEK"),
                milan(VerificationRule.R17, REFUSED, "a VCEK", put(ReportField.KEY_INFO, 2))
                        .says("report.signing-key", "not signed"),
                milan(VerificationRule.R17, REFUSED, "no key", put(ReportField.KEY_INFO, 7 << 2 | 2))
                        .says("report.signing-key", "not signed"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ruleHolds(Case one) {
        VerificationResult result = one.run();

        if (one.outcome() == REFUSED) {
            assertThat(Verifications.failed(result)).as(result.toString()).contains(one.check());
            assertThat(result.reason()).map(VerificationCheck::name).contains(one.check());
        } else {
            assertThat(Verifications.failed(result).stream().filter(name -> !name.equals("measurement")))
                    .as(result.toString())
                    .isEmpty();
        }
        assertThat(said(result, one.check())).contains(one.said());
    }

    private static String said(VerificationResult result, String check) {
        String detail = result.check(check).map(VerificationCheck::detail).orElse("");
        return Stream.concat(Stream.of(detail), result.warnings().stream().map(VerificationWarning::toString))
                .reduce("", (all, next) -> all + next + "\n");
    }

    @Test
    void everyColumnOfEveryRuleHasACase() {
        for (VerificationRule rule : EnumSet.complementOf(EnumSet.copyOf(OF_FILES))) {
            assertThat(cases().filter(one -> one.rule() == rule).map(Case::outcome))
                    .as(rule.name())
                    .containsAll(rule.outcomes());
        }
    }

    @Test
    void documentationHasTheTable() throws IOException {
        new PrintedSection("docs/owners.md", "VerificationRule").require(VerificationRule.lines());
    }
}
