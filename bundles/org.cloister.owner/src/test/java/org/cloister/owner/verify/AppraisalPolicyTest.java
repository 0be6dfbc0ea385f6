// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;
import static org.cloister.owner.verify.Verifications.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fourth stage, with reports made here. */
class AppraisalPolicyTest {
    private static final MadeChain MILAN = MadeChain.milan();
    /** What is judged though nobody demands it. */
    private static final Set<String> BY_DEFAULT = Set.of("policy.debug", "policy.migrate-ma", "vmpl");

    private static final String A = "aa".repeat(48);
    private static final String B = "bb".repeat(48);

    private static Bytes report(ReportVersion version) {
        ReportBuilder builder = MILAN.report(version)
                .put(ReportField.MEASUREMENT, Bytes.ofHex(A))
                .put(ReportField.REPORT_DATA, Bytes.ofHex("11".repeat(8) + "00".repeat(56)))
                .put(ReportField.HOST_DATA, Bytes.ofHex("22".repeat(32)))
                .put(ReportField.FAMILY_ID, Bytes.ofHex("33".repeat(16)))
                .put(ReportField.IMAGE_ID, Bytes.ofHex("44".repeat(16)))
                .put(ReportField.ID_KEY_DIGEST, Bytes.ofHex("55".repeat(48)))
                .put(ReportField.AUTHOR_KEY_DIGEST, Bytes.ofHex("66".repeat(48)))
                .put(ReportField.REPORT_ID, Bytes.ofHex("77".repeat(32)))
                .put(ReportField.REPORT_ID_MA, Bytes.ofHex("ff".repeat(32)))
                .put(ReportField.GUEST_SVN, 5)
                .put(ReportField.POLICY, 0x30137)
                .put(ReportField.VMPL, 1)
                .put(ReportField.PLATFORM_INFO, 0b11)
                .put(ReportField.CURRENT_MAJOR, 1)
                .put(ReportField.CURRENT_MINOR, 55)
                .put(ReportField.CURRENT_BUILD, 22)
                .put(ReportField.COMMITTED_MAJOR, 1)
                .put(ReportField.COMMITTED_MINOR, 51);
        if (version == ReportVersion.V5) {
            builder.put(ReportField.LAUNCH_MIT_VECTOR, 0b101).put(ReportField.CURRENT_MIT_VECTOR, 0b111);
        }
        return MadeReport.signed(builder, MadeKeys.p384("SEV-VCEK"));
    }

    private static VerificationResult with(String name, String value) {
        AppraisalPolicy policy = AppraisalPolicy.of(Map.of(name, List.of(value)));
        return verify(MILAN.roots(), report(ReportVersion.V5), MILAN.chips(), policy);
    }

    @Test
    void demandsAreMadeOneByOne() {
        AppraisalPolicy both =
                AppraisalPolicy.NONE.demanding("measurement", B, A).demanding("vmpl", "1");
        assertThat(both.mentioned()).containsExactlyInAnyOrder("measurement", "vmpl");
        assertThat(AppraisalPolicy.NONE.mentioned()).isEmpty();
        assertPassed(verify(MILAN.roots(), report(ReportVersion.V5), MILAN.chips(), both));
        AppraisalPolicy last = both.demanding("measurement", B);
        assertFailed(verify(MILAN.roots(), report(ReportVersion.V5), MILAN.chips(), last), "measurement");
        assertThat(catchThrowableOfType(CloisterException.class, () -> both.demanding("mesurement", A))
                        .problem()
                        .code())
                .isEqualTo("appraisal.name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measurement | aa*48",
                "measurement | bb*48,aa*48",
                "report-data | 11*8",
                "report-data | 11111111111111110000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "host-data | 22*32",
                "family-id | 33*16",
                "image-id | 44*16",
                "guest-svn | 5",
                "guest-svn | 0x4",
                "policy | 0x30137",
                "policy | 0X30137",
                "policy | 196919",
                "policy | debug=off,smt=on",
                "policy | abi=1.55",
                "policy |"
                        + " migrate-ma=off,single-socket=off,cxl=off,mem-aes-256-xts=off,rapl-dis=off,ciphertext-hiding=off",
                "vmpl | 1",
                "vmpl | 0,1,host",
                "minimum-tcb | bootloader=3,tee=0,snp=8,microcode=115",
                "minimum-tcb | snp=7",
                "minimum-launch-tcb | microcode=0x73",
                "minimum-committed-tcb | bootloader=3",
                "minimum-current-tcb | bootloader=0",
                "minimum-firmware | 1.55.22",
                "minimum-firmware | 1.54.200",
                "minimum-committed-firmware | 1.51",
                "id-key-digest | 55*48",
                "id-key-digest | 0x555555555555555555555555555555555555555555555555555555555555555555555555555555555555555555555555",
                "author-key-digest | 66*48",
                "platform-info | smt=on,tsme=on,ecc=off,iommu-write-safe=off,tio=off",
                "launch-mitigations | 0x5",
                "current-mitigations | 0x3",
                "allowed-chip | d4*64",
                "allowed-chip | 0Xd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4",
                "require-chip-id | yes",
                "require-chip-id | true",
                "report-id | 77*32",
                "report-id-ma | ff*32",
                "id-block | required",
                "key-kind | vcek",
                "key-kind | vlek,vcek",
                "minimum-report-version | 5",
                "minimum-build | 22",
                "platform-info | smt=yes,tsme=true,ecc=no,tio=false",
                "policy | debug=no,smt=yes"
            })
    void whatIsDemandedIsMet(String name, String value) {
        VerificationResult result = assertPassed(with(name, repeated(value)));

        assertThat(check(result, name).status()).isEqualTo(Status.PASSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measurement | bb*48",
                "report-data | 12*8",
                "report-data | 11*7",
                "report-data | 11*9",
                "report-data | 11*64",
                "host-data | 23*32",
                "family-id | 34*16",
                "image-id | 45*16",
                "guest-svn | 6",
                "policy | 0x30000",
                "policy | debug=on",
                "policy | smt=on,single-socket=on",
                "policy | abi=1.56",
                "policy | abi=2.0",
                "vmpl | 0",
                "vmpl | 2,3,host",
                "minimum-tcb | bootloader=4",
                "minimum-tcb | snp=8,microcode=116",
                "minimum-tcb | fmc=0",
                "minimum-launch-tcb | tee=1",
                "minimum-committed-tcb | snp=9",
                "minimum-current-tcb | microcode=255",
                "minimum-firmware | 1.55.23",
                "minimum-firmware | 2.0",
                "minimum-committed-firmware | 1.51.1",
                "id-key-digest | 66*48",
                "author-key-digest | 55*48",
                "platform-info | smt=off",
                "platform-info | ecc=on",
                "platform-info | iommu-write-safe=on",
                "launch-mitigations | 0x2",
                "current-mitigations | 0x8",
                "allowed-chip | d5*64",
                "allowed-chip | d4*8",
                "allowed-provider | CN=cloud.example",
                "require-crl | yes",
                "report-id | 78*32",
                "report-id-ma | 00*32",
                "id-block | none",
                "key-kind | vlek",
                "minimum-report-version | 6",
                "minimum-build | 23",
                "no-provisional | yes",
                "leaf-digest | 00*32"
            })
    void whatIsDemandedIsNotMet(String name, String value) {
        VerificationResult result = assertFailed(with(name, repeated(value)), name);

        assertThat(detail(result, name)).isNotBlank();
    }

    /** Writes long runs of a byte short: {@code aa*48}. */
    private static String repeated(String value) {
        StringBuilder all = new StringBuilder();
        for (String part : value.split(",")) {
            String[] run = part.split("\\*");
            all.append(all.isEmpty() ? "" : ",")
                    .append(run.length == 2 ? run[0].repeat(Integer.parseInt(run[1])) : part);
        }
        return all.toString();
    }

    @Test
    void whatIsNotMentionedIsSaidToBeNotPerformed() {
        VerificationResult result = with("guest-svn", "5");

        assertThat(result.checks().stream().filter(one -> one.stage() == Stage.APPRAISE))
                .filteredOn(one -> !one.name().equals("guest-svn"))
                .filteredOn(one -> !BY_DEFAULT.contains(one.name()))
                .hasSize(PolicyItem.values().length - 2 + 1)
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(Status.NOT_PERFORMED))
                .allSatisfy(one -> assertThat(one.detail()).isEqualTo("the policy does not mention it"))
                .allSatisfy(one -> assertThat(one.demanded()).isFalse());
    }

    @Test
    void everyItemIsACheck() {
        assertThat(with("guest-svn", "5").checks().stream()
                        .filter(one -> one.stage() == Stage.APPRAISE)
                        .map(VerificationCheck::name))
                .filteredOn(name -> !name.startsWith("policy.") && !name.equals("alternative"))
                .containsExactlyElementsOf(Stream.of(PolicyItem.values())
                        .map(item -> item.point().label())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"launch-mitigations, 0x0, launch_mit_vector", "current-mitigations, 0x0, current_mit_vector"})
    void whatTheVersionDoesNotTellIsNotMet(String name, String value, String said) {
        AppraisalPolicy policy = AppraisalPolicy.of(Map.of(name, List.of(value)));

        VerificationResult result = verify(MILAN.roots(), report(ReportVersion.V3), MILAN.chips(), policy);

        assertThat(detail(assertFailed(result, name), name)).contains(said);
    }

    @Test
    void providerOfALoadedKeyIsCompared() {
        AppraisalPolicy right = AppraisalPolicy.of(Map.of("allowed-provider", List.of("CN=other", "CN=cloud.example")));
        AppraisalPolicy wrong = AppraisalPolicy.of(Map.of("allowed-provider", List.of("CN=other")));

        assertPassed(verify(MILAN.roots(), MILAN.signedByLoadedKey(), MILAN.loaded(), right));
        assertFailed(verify(MILAN.roots(), MILAN.signedByLoadedKey(), MILAN.loaded(), wrong), "allowed-provider");
    }

    @Test
    void shortChipIdIsTheBeginningOfAnEmptyRest() {
        MadeChain turin = MadeChain.turin();
        AppraisalPolicy right = AppraisalPolicy.of(Map.of("allowed-chip", List.of(MadeChain.SHORT_ID.hex())));

        assertPassed(verify(turin.roots(), turin.signed(), turin.chips(), right));
        Bytes masked = turin.signed(one -> one.put(ReportField.CHIP_ID, Bytes.of(new byte[64])));
        assertFailed(verify(turin.roots(), masked, turin.chips(), right), "allowed-chip");
    }

    @Test
    void fmcIsAComponentWhereThereIsOne() {
        MadeChain turin = MadeChain.turin();
        AppraisalPolicy met = AppraisalPolicy.of(Map.of("minimum-tcb", List.of("fmc=2,bootloader=3")));
        AppraisalPolicy unmet = AppraisalPolicy.of(Map.of("minimum-tcb", List.of("fmc=3")));

        assertPassed(verify(turin.roots(), turin.signed(), turin.chips(), met));
        assertFailed(verify(turin.roots(), turin.signed(), turin.chips(), unmet), "minimum-tcb");
    }

    @Test
    void appraisalGoesOnWithoutAChain() {
        AppraisalPolicy policy = AppraisalPolicy.of(Map.of("measurement", List.of(B), "minimum-tcb", List.of("snp=8")));

        VerificationResult result =
                verify(Roots.amd(), report(ReportVersion.V3), org.cloister.amd.x509.CertificateBundle.EMPTY, policy);

        assertThat(check(result, "measurement").status()).isEqualTo(Status.FAILED);
        assertThat(check(result, "minimum-tcb").status()).isEqualTo(Status.PASSED);
    }

    @Test
    @DisplayName("T1: a policy in digits alone is decimal, and the check says so")
    void t1() {
        assertThat(detail(with("policy", "196919"), "policy"))
                .isEqualTo("0x30137 (The policy 196919 is decimal: 0x30137, debugging forbidden.)");
        assertThat(detail(with("policy", "30137"), "policy")).contains("found 0x30137, expected 0x75b9");
    }

    @Test
    void tcbOfAnUnknownGenerationIsNotMet() {
        AppraisalPolicy policy = AppraisalPolicy.of(Map.of("minimum-tcb", List.of("snp=0")));
        Bytes unknown = MILAN.signed(one -> one.put(ReportField.CPUID_FAM_ID, 0x20));

        VerificationResult result = verify(Roots.amd(), unknown, org.cloister.amd.x509.CertificateBundle.EMPTY, policy);

        assertThat(detail(result, "minimum-tcb")).contains("determines the processor generation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measurement | aabb",
                "measurement | zz",
                "measurement | ''",
                "report-data | 0x1",
                "report-data | ''",
                "report-data | 1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
                "guest-svn | -1",
                "guest-svn | 4294967296",
                "guest-svn | +5",
                "policy | debug",
                "policy | debug=maybe",
                "policy | bugs=off",
                "policy | debug=off,debug=on",
                "policy | abi=1",
                "policy | abi=1.256",
                "policy | 0xnothing",
                "vmpl | 4",
                "vmpl | guest",
                "minimum-tcb | 8",
                "minimum-tcb | snp=256",
                "minimum-tcb | kernel=1",
                "minimum-firmware | 1",
                "minimum-firmware | 1.2.3.4",
                "platform-info | smt=1",
                "platform-info | iommu=on",
                "allow-debug | maybe",
                "no-unknown-bits | ''",
                "allow-report-version | six",
                "allow-report-version | ''",
                "launch-mitigations | all",
                "allowed-chip | aabbcc",
                "require-chip-id | perhaps",
                "require-crl | 1",
                "product | Naples",
                "product | Bergamo",
                "key-kind | none",
                "id-block | yes",
                "leaf-digest | aabb",
                "minimum-build | 256",
                "report-id | aabb"
            })
    void valuesThatCannotBeReadAreRefused(String name, String value) {
        Problem problem = refused(Map.of(name, List.of(value)));

        assertThat(problem.code()).isEqualTo("appraisal.value");
        assertThat(problem.where()).isEqualTo(name);
        assertThat(problem.expected())
                .isEqualTo(
                        name.equals("product")
                                ? "one of Milan, Genoa, Turin, Venice"
                                : AppraisalPolicy.items().get(name));
    }

    @Test
    void unknownItemIsRefusedWithTheNearestOnes() {
        Problem problem = refused(Map.of("mesurement", List.of(A)));

        assertThat(problem.code()).isEqualTo("appraisal.name");
        assertThat(problem.remedy()).contains("measurement");
    }

    @Test
    void itemsWithOneValueTakeOne() {
        assertThat(refused(Map.of("guest-svn", List.of("1", "2"))).code()).isEqualTo("appraisal.value");
        assertThat(refused(Map.of("measurement", List.of())).code()).isEqualTo("appraisal.value");
    }

    private static Problem refused(Map<String, List<String>> settings) {
        return catchThrowableOfType(CloisterException.class, () -> AppraisalPolicy.of(settings))
                .problem();
    }

    @Test
    void textIsReadLineByLine() {
        AppraisalPolicy policy = AppraisalPolicy.parse(
                "# what we run\nmeasurement = " + A + "\r\n  measurement=" + B + "\n\npolicy = debug=off, smt=on\n",
                "policy.txt");

        assertThat(policy.mentioned()).containsExactlyInAnyOrder("measurement", "policy");
        assertPassed(verify(MILAN.roots(), report(ReportVersion.V3), MILAN.chips(), policy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"measurement", "= 5", "guest-svn = 1\nnonsense"})
    void linesThatAreNoneAreRefused(String text) {
        Problem problem = catchThrowableOfType(CloisterException.class, () -> AppraisalPolicy.parse(text, "policy.txt"))
                .problem();

        assertThat(problem.code()).isEqualTo("appraisal.line");
        assertThat(problem.where()).startsWith("policy.txt, line ");
    }

    @Test
    void flagsReplaceItemsOfAFile() {
        AppraisalPolicy file = AppraisalPolicy.of(Map.of("measurement", List.of(B), "guest-svn", List.of("5")));
        AppraisalPolicy flags = AppraisalPolicy.of(Map.of("measurement", List.of(A)));

        AppraisalPolicy both = file.with(flags);

        assertThat(both.mentioned()).containsExactlyInAnyOrder("measurement", "guest-svn");
        assertPassed(verify(MILAN.roots(), report(ReportVersion.V3), MILAN.chips(), both));
    }
}
