// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.VerificationResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The verification of a real report, beside the signatures that it cannot do without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Verification {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Crypto crypto = Crypto.fastest();
    private final ReportVerifier forgetting = ReportVerifier.of(Roots.amd(), crypto);
    private final ReportVerifier remembering = ReportVerifier.remembering(Roots.amd(), crypto);
    private Bytes report;
    private CertificateBundle certificates;
    private AmdCertificate root;
    private AmdCertificate intermediate;
    private AmdCertificate leaf;

    /** Reads report and certificates. */
    @Setup
    public void read() {
        report = Data.read("snp/milan-v2/report_milan.bin");
        certificates = new CertificateFiles()
                .add(Data.path("snp/milan-v2/cert_chain_milan"))
                .add(Data.path("snp/milan-v2/vcek_milan.der"))
                .bundle();
        root = role(CertificateRole.ARK);
        intermediate = role(CertificateRole.ASK);
        leaf = role(CertificateRole.VCEK);
    }

    private AmdCertificate role(CertificateRole role) {
        List<AmdCertificate> all = certificates.certificates();
        return all.stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** Everything, again each time. */
    @Benchmark
    public VerificationResult verify() {
        return passed(forgetting.verify(report, certificates, AT, AppraisalPolicy.NONE));
    }

    /** The signatures of the chain remembered from the first time. */
    @Benchmark
    public VerificationResult verifyWithChainRemembered() {
        return passed(remembering.verify(report, certificates, AT, AppraisalPolicy.NONE));
    }

    private static VerificationResult passed(VerificationResult result) {
        if (!result.passed()) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** One P-384 and three RSA-4096 signatures. */
    @Benchmark
    public boolean raw() {
        return root.isSignedBy(root, crypto)
                & intermediate.isSignedBy(root, crypto)
                & leaf.isSignedBy(intermediate, crypto)
                & rawReport();
    }

    /** One P-384 signature. */
    @Benchmark
    public boolean rawReport() {
        AttestationReport parsed = AttestationReport.decode(report, "report");
        EcSignature signature =
                EcSignature.of(parsed.bytes(ReportField.SIGNATURE_R), parsed.bytes(ReportField.SIGNATURE_S));
        return crypto.verifyEcdsa(leaf.publicKey().orElseThrow(), Hash.SHA384, parsed.signedBytes(), signature);
    }
}
