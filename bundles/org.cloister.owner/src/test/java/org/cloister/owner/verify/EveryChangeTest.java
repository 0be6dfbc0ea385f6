// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.certificates;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No bit of a report, of a certificate or of a revocation list that is used can change without the verdict changing.
 */
class EveryChangeTest {
    /** What verifies before it is changed. */
    private enum Real {
        MILAN(
                "2026-06-01T00:00:00Z",
                "snp/milan-v2/report_milan.bin",
                "snp/milan-v2/vcek_milan.der",
                "snp/milan-v2/cert_chain_milan"),
        GENOA(
                "2026-06-01T00:00:00Z",
                "snp/genoa-v3/genoa_attestation_report.bin",
                "snp/genoa-v3/genoa_vcek.pem",
                "snp/genoa-v3/genoa_ask.pem",
                "snp/genoa-v3/genoa_ark.pem"),
        TURIN(
                "2026-06-01T00:00:00Z",
                "snp/turin-v5/turin_attestation_report.bin",
                "snp/turin-v5/turin_vcek.pem",
                "snp/turin-v5/turin_ask.pem",
                "snp/turin-v5/turin_ark.pem"),
        LOADED(
                "2025-06-01T00:00:00Z",
                "snp/milan-v3-vlek/test-vlek-report.bin",
                "snp/milan-v3-vlek/test-vlek.der",
                "snp/milan-v3-vlek/milan_ask_ark_asvk.pem");

        private final Instant at;
        private final String report;
        private final String[] files;
        private final ReportVerifier verifier = ReportVerifier.remembering(Roots.amd(), Crypto.platform());

        Real(String at, String report, String... files) {
            this.at = Instant.parse(at);
            this.report = report;
            this.files = files;
        }

        VerificationResult verify() {
            return verifier.verify(bytes(report), certificates(files), at, AppraisalPolicy.NONE);
        }

        Predicate<Bytes> acceptsReport() {
            CertificateBundle given = certificates(files);
            return changed ->
                    verifier.verify(changed, given, at, AppraisalPolicy.NONE).passed();
        }

        Predicate<Bytes> acceptsInPlaceOf(AmdCertificate one) {
            SnpChainVerifier chains = SnpChainVerifier.remembering(Roots.amd(), Crypto.platform());
            return uses(chains, without(certificates(files), one), at);
        }
    }

    /** Whether a certificate is in a chain that verifies: what is built in may take its place. */
    private static Predicate<Bytes> uses(SnpChainVerifier verifier, CertificateBundle others, Instant at) {
        return changed -> verifier.verify(others.and(CertificateBundle.read(changed, "changed")), at).stream()
                .filter(VerificationResult::passed)
                .flatMap(result -> result.chain().stream())
                .anyMatch(one -> one.where().equals("changed"));
    }

    private static CertificateBundle without(CertificateBundle all, AmdCertificate one) {
        return CertificateBundle.of(
                all.certificates().stream().filter(other -> !other.equals(one)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyByteOfAReport(Real real) {
        Verifications.assertPassed(real.verify());
        Predicate<Bytes> accepts = real.acceptsReport();

        assertThat(accepted(changedBytes(bytes(real.report)), accepts)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyBitOfACertificate(Real real) {
        List<AmdCertificate> used = Verifications.assertPassed(real.verify()).chain();

        assertThat(used).hasSize(3);
        for (AmdCertificate one : used) {
            assertThat(accepted(changedBits(one.encoded()), real.acceptsInPlaceOf(one)))
                    .as(one.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyBitOfACertificateOfTheTurinChain() {
        SnpChainVerifier verifier = SnpChainVerifier.remembering(Roots.amd(), Crypto.platform());
        CertificateBundle all = certificates("snp/turin/vcek_turin.der", "snp/turin/cert_chain_turin");
        assertThat(verifier.verify(all, Verifications.AT)).singleElement().satisfies(Verifications::assertPassed);

        for (AmdCertificate one : all.certificates()) {
            Predicate<Bytes> accepts = uses(verifier, without(all, one), Verifications.AT);
            assertThat(accepts.test(one.encoded())).isTrue();
            assertThat(accepted(changedBits(one.encoded()), accepts))
                    .as(one.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyBitOfACertificateMadeHere() {
        MadeChain milan = MadeChain.milan();
        Bytes wrapped = milan.vcekOfNoChip()
                .amd("4", new DEROctetString(MadeChain.LONG_ID.toArray()))
                .encoded();
        CertificateBundle chips = MadeChain.bundle(milan.ark(), milan.ask());
        CertificateBundle loaded = MadeChain.bundle(milan.ark(), milan.asvk());

        assertNoChange(wrapped, replaced(milan, milan.signed(), chips));
        assertNoChange(milan.vlek().encoded(), replaced(milan, milan.signedByLoadedKey(), loaded));
    }

    @Test
    void everyBitOfARevocationList() {
        MadeChain milan = MadeChain.milan();
        ReportVerifier verifier = ReportVerifier.remembering(milan.roots(), Crypto.platform());
        AppraisalPolicy demanding = AppraisalPolicy.of(Map.of("require-crl", List.of("yes")));
        Predicate<Bytes> accepts = list -> verifier.verify(
                        milan.signed(),
                        milan.chips().and(CertificateBundle.read(list, "list")),
                        Verifications.AT,
                        demanding)
                .passed();

        assertNoChange(MadeCrl.by("ARK-Milan").encoded(), accepts);
        assertNoChange(MadeCrl.by("ARK-Milan").revoke(0x20001).revoke(5).encoded(), accepts);
    }

    private static Predicate<Bytes> replaced(MadeChain chain, Bytes report, CertificateBundle others) {
        ReportVerifier verifier = ReportVerifier.remembering(chain.roots(), Crypto.platform());
        return file -> verifier.verify(
                        report,
                        others.and(CertificateBundle.read(file, "file")),
                        Verifications.AT,
                        AppraisalPolicy.NONE)
                .passed();
    }

    private static void assertNoChange(Bytes original, Predicate<Bytes> accepts) {
        assertThat(accepts.test(original)).isTrue();
        assertThat(accepted(changedBits(original), accepts)).isEmpty();
    }

    private static List<Change> accepted(Stream<Change> changes, Predicate<Bytes> accepts) {
        return changes.parallel().filter(change -> accepts.test(change.bytes())).toList();
    }

    /** Each bit in turn; in every build each seventh, so that no byte is left out. */
    private static Stream<Change> changedBits(Bytes original) {
        int step = Thorough.times(7, 1);
        return IntStream.range(0, original.length() * Byte.SIZE)
                .filter(bit -> bit % step == 0)
                .mapToObj(bit -> new Change(original, bit / Byte.SIZE, 1 << bit % Byte.SIZE));
    }

    /** One bit and all bits of each byte. */
    private static Stream<Change> changedBytes(Bytes original) {
        return IntStream.range(0, original.length())
                .boxed()
                .flatMap(at ->
                        Stream.of(new Change(original, at, 1 << at % Byte.SIZE), new Change(original, at, 0xff)));
    }

    private record Change(Bytes original, int at, int mask) {
        Bytes bytes() {
            byte[] all = original.toArray();
            all[at] ^= (byte) mask;
            return Bytes.of(all);
        }

        @Override
        public String toString() {
            return String.format("offset 0x%x, mask 0x%02x", at, mask);
        }
    }
}
