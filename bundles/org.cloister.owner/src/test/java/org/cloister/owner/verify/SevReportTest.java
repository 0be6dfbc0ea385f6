// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.path;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.demand.Demands;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of SEV and SEV-ES with the chain of their PEK. */
class SevReportTest {
    private static final int NODBG_ES = 0x01000005;
    private static final MadeSevChain CHAIN = new MadeSevChain();

    private static VerificationResult verify(
            Roots roots, Bytes report, List<SourcedCertificate> given, Map<String, List<String>> demands) {
        return verify(roots, report, MadeSevChain.files(given), demands);
    }

    private static VerificationResult verify(
            Roots roots, Bytes report, CertificateFiles given, Map<String, List<String>> demands) {
        return SevReportVerifier.of(roots, Crypto.platform())
                .verify(EvidenceReader.read(report, "report"), given, Verifications.AT, SevAppraisal.of(demands));
    }

    private static VerificationResult verify(Bytes report, Map<String, List<String>> demands) {
        return verify(CHAIN.roots(), report, CHAIN.all(), demands);
    }

    private static Map<String, List<String>> demand(String name, String value) {
        return Map.of(name, List.of(value));
    }

    @Test
    void aReportOfThePlatformPasses() {
        VerificationResult result = assertPassed(verify(CHAIN.report(NODBG_ES), Map.of()));

        assertThat(result.links()).hasSize(7);
        assertThat(check(result, "pdh.signature").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @Test
    void everyChangedBitFails() {
        Bytes report = CHAIN.report(NODBG_ES);
        // In every build one bit of each byte at least
        for (int bit = 0; bit < report.length() * 8; bit += Thorough.times(7, 3)) {
            byte[] changed = report.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(Bytes.of(changed), Map.of()).passed())
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, report.signature", "1, oca.signature", "2, cek.signature", "3, ask.signature"})
    void chainWithAGapFails(int missing, String check) {
        List<SourcedCertificate> given = new ArrayList<>(CHAIN.all());
        given.remove(missing);

        VerificationResult result = verify(CHAIN.roots(), CHAIN.report(NODBG_ES), given, Map.of());

        assertThat(result.passed()).isFalse();
        assertThat(Verifications.failed(result)).contains(check);
    }

    @Test
    void anotherPlatformsChainFails() {
        MadeSevChain other = new MadeSevChain();

        assertFailed(verify(other.roots(), CHAIN.report(NODBG_ES), other.all(), Map.of()), "report.signature");
        assertFailed(
                verify(CHAIN.roots(), CHAIN.report(NODBG_ES), other.all(), Map.of()),
                "ark.trusted",
                "report.signature");
    }

    /** Copies of each certificate with a changed signature or key, one with zeros, and those of another platform. */
    private static List<SourcedCertificate> junk() {
        List<SourcedCertificate> junk = new ArrayList<>(new MadeSevChain().all());
        for (SourcedCertificate one : CHAIN.all()) {
            Bytes raw = one.certificate().encode();
            for (int at :
                    List.of(raw.length() - 1, raw.length() - 30, raw.length() - 0x210, raw.length() / 2, 0x20, 0x45)) {
                byte[] changed = raw.toArray();
                changed[at] ^= 1;
                try {
                    CertificateFile.decode(Bytes.of(changed), "junk")
                            .forEach(other -> junk.add(new SourcedCertificate(other, "junk of " + one + " at " + at)));
                } catch (CloisterException broken) {
                    assertThat(broken.problem().code()).isNotEmpty();
                }
            }
        }
        return junk;
    }

    @Test
    void ownerR6_junkAmongTheCandidatesOfEachKeyDecidesNothing() {
        List<SourcedCertificate> junk = junk();
        assertThat(junk).hasSizeGreaterThan(20);
        for (SourcedCertificate one : junk) {
            List<SourcedCertificate> all = new ArrayList<>(CHAIN.all());
            all.add(0, one);
            VerificationResult result = assertPassed(verify(CHAIN.roots(), CHAIN.report(NODBG_ES), all, Map.of()));
            assertThat(result.ignored()).extracting(IgnoredItem::where).containsExactly(one.where());
            assertThat(verifyChain(all).passed()).as(one.where()).isTrue();
        }
        List<SourcedCertificate> all = new ArrayList<>(junk);
        all.addAll(CHAIN.all());
        for (long seed = 1; seed <= 5; seed++) {
            assertPassed(verify(CHAIN.roots(), CHAIN.report(NODBG_ES), all, Map.of()));
            assertThat(verifyChain(all).passed()).isTrue();
            Collections.shuffle(all, new Random(seed));
        }
    }

    /** Of the same certificates without a report: a platform needs a PDH, which is made here. */
    private static VerificationResult verifyChain(List<SourcedCertificate> given) {
        List<SourcedCertificate> all = new ArrayList<>(given);
        all.add(CHAIN.pdh());
        return SevChainVerifier.of(CHAIN.roots(), Crypto.platform()).verify(all, List.of(), Verifications.AT);
    }

    @Test
    void ownerR7_filesOfOtherKindsAreIgnoredAndNamedOnesAreNot() {
        CertificateFiles candidates = MadeSevChain.files(CHAIN.all());
        candidates.addCandidates(Bytes.ofHex("3082ffff00"), "folder/broken.der");
        candidates.addCandidates(MadeChain.milan().vcek().encoded(), "folder/vcek.der");
        CertificateFiles named = MadeSevChain.files(CHAIN.all()).add(Bytes.ofHex("6e6f746573"), "notes");

        VerificationResult result = assertPassed(verify(CHAIN.roots(), CHAIN.report(NODBG_ES), candidates, Map.of()));
        assertThat(result.ignored())
                .extracting(IgnoredItem::where)
                .containsExactly("folder/broken.der, offset 0x0", "folder/vcek.der");
        assertFailed(verify(CHAIN.roots(), CHAIN.report(NODBG_ES), named, Map.of()), "certificates.form");
    }

    @ParameterizedTest
    @CsvSource({
        "0x01000000, , '', policy.debug",
        "0x01000000, allow-debug, yes, ''",
        "0x01000000, policy, debug=on, ''",
        "0x01000000, policy, nodbg=off, ''",
        "0x01000000, policy, 0x1000000, ''",
        "0x01000000, policy, es=off, policy.debug",
        "0x01000005, policy, 'es=on,api=0.1', ''",
        "0x01000005, policy, api=0.2, policy",
        "0x01000005, policy, nodbg=off, policy",
        "0x01000005, policy, 0x5, policy",
        "0x01000005, report-data, 000102030405060708090a0b0c0d0e0f, ''",
        "0x01000005, report-data, 0001, report-data",
        "0x01000005, report-data, AAECAwQFBgcICQoLDA0ODw==, ''",
        "0x01000005, policy, nodbg=yes, ''",
        "0x01000000, allow-debug, on, ''",
        "0x01000000, allow-debug, no, policy.debug",
        "0xff000005, , '', ''"
    })
    void demandsAreJudgedAndDebuggingIsRefusedUnlessItIsPermitted(
            String policy, String name, String value, String failed) {
        VerificationResult result =
                verify(CHAIN.report(Long.decode(policy).intValue()), name == null ? Map.of() : demand(name, value));

        assertThat(String.join(" ", Verifications.failed(result))).isEqualTo(failed);
        assertThat(result.passed()).isEqualTo(failed.isEmpty());
    }

    @Test
    void theDigestIsComparedWithAnyOfSeveral() {
        String right = MadeSevChain.DIGEST.hex();
        assertPassed(verify(CHAIN.report(NODBG_ES), demand("measurement", "00".repeat(32) + "," + right)));
        assertFailed(verify(CHAIN.report(NODBG_ES), demand("measurement", "00".repeat(32))), "measurement");
        assertThat(catchThrowableOfType(
                                CloisterException.class, () -> SevAppraisal.of(demand("measurement", "00".repeat(48))))
                        .problem()
                        .message())
                .contains("32 bytes in hexadecimal or base64");
    }

    @ParameterizedTest
    @CsvSource({
        "minimum-tcb = snp=1, appraisal.kind, minimum-tcb",
        "allow-migrate-ma = yes, appraisal.kind, allow-migrate-ma",
        "measurment = 00, appraisal.name, measurment",
        "[old], appraisal.kind, [old]",
        "policy = noks=maybe, appraisal.value, noks=maybe"
    })
    @DisplayName("V11: what such a report cannot say, or nothing says, is refused by its name and line")
    void v11(String line, String code, String found) {
        String text = "# of the host\n\n" + line + "\nreport-data = 00\n";

        Problem problem = catchThrowableOfType(
                        CloisterException.class, () -> SevAppraisal.of(Demands.parse(text, "policy.txt")))
                .problem();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.where()).isEqualTo("policy.txt, line 3");
        assertThat(problem.found()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"legacy/report/sev-es-nodbg.bin, ''", "legacy/report/sev-debug.bin, policy.debug"})
    void computedReportsAreSignedByTheirPekWhoseChainIsNotAmds(String report, String more) {
        CertificateFiles files = new CertificateFiles().add(path("migration-vector/sender-chain.cert"));

        VerificationResult result = verify(Roots.amd(), bytes(report), files, Map.of());

        assertThat(check(result, "report.signature").status()).isEqualTo(Status.PASSED);
        assertThat(Verifications.failed(result)).contains("cek.signature");
        assertThat(Verifications.failed(result).contains("policy.debug")).isEqualTo(!more.isEmpty());
        assertThat(detail(result, "pek.signature-by-cek")).startsWith("by ");
    }

    @Test
    void theChainOfARealPlatformEndsInAmdsBuiltInAuthorities() {
        CertificateFiles files = new CertificateFiles()
                .add(path("legacy/naples/pek.cert"))
                .add(path("legacy/naples/oca.cert"))
                .add(path("legacy/naples/cek.cert"));

        assertFailed(verify(Roots.amd(), CHAIN.report(NODBG_ES), files, Map.of()), "report.signature");
    }

    @Test
    void anythingElseIsAVerdict() {
        for (Bytes content : List.of(Bytes.EMPTY, Bytes.ofHex("00".repeat(208)), Bytes.ofHex("4843"))) {
            assertThat(verify(content, Map.of()).passed()).isFalse();
        }
    }
}
