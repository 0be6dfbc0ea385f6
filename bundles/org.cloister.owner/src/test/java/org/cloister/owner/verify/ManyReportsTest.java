// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceItem;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.Shapes;
import org.junit.jupiter.api.Test;

/** A verifier that remembers says of each report what one says that sees it alone. */
class ManyReportsTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final Roots ROOTS = MILAN.roots();
    private static final CertificateBundle CHIPS = MILAN.chips();
    private static final Instant LATER = Verifications.AT.plusSeconds(1);

    private final ReportVerifier many = ReportVerifier.remembering(ROOTS, Crypto.platform());

    private VerificationResult same(ReportEvidence evidence, CertificateBundle given, Instant at) {
        VerificationResult expected =
                ReportVerifier.of(ROOTS, Crypto.platform()).verify(evidence, given, at, AppraisalPolicy.NONE);
        assertThat(many.verify(evidence, given, at, AppraisalPolicy.NONE)).isEqualTo(expected);
        return expected;
    }

    private VerificationResult same(Bytes report, CertificateBundle given, Instant at) {
        return same(ReportEvidence.bare(report), given, at);
    }

    private static List<Bytes> reports() {
        List<Bytes> all = new ArrayList<>();
        for (int nonce = 1; nonce <= 8; nonce++) {
            Bytes data = Bytes.ofHex(String.format("%02x", nonce).repeat(64));
            all.add(MILAN.signed(report -> report.put(ReportField.REPORT_DATA, data)));
        }
        Bytes genuine = all.get(0);
        byte[] changed = genuine.toArray();
        changed[ReportField.REPORT_DATA.slot().offset()] ^= 1;
        all.add(Bytes.of(changed));
        all.add(genuine.slice(0, 100));
        all.add(MadeReport.signed(MILAN.report(), MadeKeys.p384("another")));
        all.add(MILAN.signed(report -> report.put(ReportField.CHIP_ID, Bytes.ofHex("ee".repeat(64)))));
        all.add(MILAN.signed(report -> report.put(ReportField.REPORTED_TCB, MadeChain.MILAN_TCB - 1)));
        all.add(MILAN.signedByLoadedKey());
        return all;
    }

    @Test
    void ownerV11_everyReportIsJudgedAsIfItWereAlone() {
        for (int round = 0; round < 2; round++) {
            reports().forEach(report -> same(report, CHIPS, Verifications.AT));
        }
    }

    @Test
    void ownerV11_threadsThatShareAVerifierSayTheSame() throws Exception {
        List<Bytes> reports = reports();
        List<VerificationResult> expected = reports.stream()
                .map(one -> Verifications.verify(ROOTS, one, CHIPS, AppraisalPolicy.NONE))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<VerificationResult>> answers = new ArrayList<>();
            for (int i = 0; i < 10 * reports.size(); i++) {
                Bytes report = reports.get(i % reports.size());
                answers.add(threads.submit(() -> many.verify(report, CHIPS, Verifications.AT, AppraisalPolicy.NONE)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(expected.get(i % expected.size()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void ownerV11_validityIsJudgedAnewAtAnotherTime() {
        CertificateBundle given = MadeChain.bundle(
                MILAN.ark(), MILAN.ask(), MILAN.vcek().valid(MadeCertificate.NOT_BEFORE, Verifications.AT));

        assertPassed(same(MILAN.signed(), given, Verifications.AT));
        assertFailed(same(MILAN.signed(), given, LATER), "leaf.validity");
        assertPassed(same(MILAN.signed(), given, Verifications.AT));
    }

    @Test
    void ownerV11_revocationIsJudgedAnewWithOtherLists() {
        assertPassed(same(MILAN.signed(), CHIPS, Verifications.AT));
        CertificateBundle listed = MadeChain.and(
                CHIPS, MadeCrl.by("ARK-Milan").revoke(MadeChain.ASK_SERIAL).make());

        assertFailed(same(MILAN.signed(), listed, Verifications.AT), "crl.intermediate");
        assertPassed(same(MILAN.signed(), CHIPS, Verifications.AT));
    }

    @Test
    void ownerV11_certificatesHaveTheNamesThatTheyWereGivenBy() {
        List<AmdCertificate> renamed = CHIPS.certificates().stream()
                .map(one -> AmdCertificate.decode(one.encoded(), "elsewhere"))
                .toList();

        assertPassed(same(MILAN.signed(), CHIPS, Verifications.AT));
        VerificationResult result = assertPassed(same(MILAN.signed(), CertificateBundle.of(renamed), Verifications.AT));

        assertThat(Verifications.detail(result, "leaf.found")).contains("elsewhere");
    }

    @Test
    void ownerV11_certificatesThatComeWithAReportAreThoseOfThatReport() {
        CertificateBundle authorities = MadeChain.bundle(MILAN.ark(), MILAN.ask());
        Bytes own = MILAN.vcek().make().encoded();
        Bytes others = MILAN.vcek().amd("3.8", new ASN1Integer(99)).make().encoded();

        for (int round = 0; round < 2; round++) {
            assertPassed(same(withTable(MILAN.signed(), own), authorities, Verifications.AT));
            assertFailed(same(withTable(MILAN.signed(), others), authorities, Verifications.AT), "tcb.microcode");
            assertFailed(same(MILAN.signed(), authorities, Verifications.AT), "leaf.found");
        }
    }

    @Test
    void ownerV11_whatIsKeptIsBounded() {
        ChainMemory memory = ChainMemory.some();
        List<EvidenceItem> few = List.of(new EvidenceItem("entry", Bytes.of(new byte[64 * 1024])));
        List<EvidenceItem> large = List.of(new EvidenceItem("entry", Bytes.of(new byte[64 * 1024 + 1])));

        assertThat(made(memory, few, 1)).isEqualTo(1);
        assertThat(made(memory, few, 16)).isEqualTo(15);
        assertThat(made(memory, few, 17)).isEqualTo(1);
        assertThat(made(memory, few, 1)).as("the first is forgotten").isEqualTo(1);
        assertThat(made(memory, large, 1) + made(memory, large, 1)).isEqualTo(2);
        assertThat(made(ChainMemory.none(), few, 1) + made(ChainMemory.none(), few, 1))
                .isEqualTo(2);
    }

    /** How often something is made of the same certificates for so many different times. */
    private static int made(ChainMemory memory, List<EvidenceItem> items, int times) {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < times; i++) {
            Instant at = Verifications.AT.plusSeconds(i);
            memory.of(CHIPS, items, at, all -> {
                made.incrementAndGet();
                return new SnpChainVerification(
                        ROOTS, new Signatures(Crypto.platform(), SignatureMemory.none()), all, at);
            });
        }
        return made.get();
    }

    /** A report and the table that the host adds to it. */
    private static ReportEvidence withTable(Bytes report, Bytes key) {
        return EvidenceReader.read(Shapes.both(report, Shapes.table(key, 1)), "evidence");
    }

    @Test
    void ownerV11_certificatesOfManyOtherChipsChangeNothing() {
        List<AmdCertificate> all = new ArrayList<>(CHIPS.certificates());
        for (int i = 0; i < 40; i++) {
            all.add(MILAN.vcekOfNoChip()
                    .raw(
                            MadeChain.HARDWARE_ID,
                            false,
                            Bytes.ofHex(String.format("%04x", i).repeat(32)))
                    .make());
        }
        CertificateBundle fleet = CertificateBundle.of(all);

        assertThat(same(MILAN.signed(), fleet, Verifications.AT).chain()).isEqualTo(CHIPS.certificates());
    }
}
