// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.reports;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.benchmarks.Data;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;

/** Verifies all reports, the chain included, and takes nothing but success. */
record Verifier(MadeReports made, Crypto crypto, Instant at) {
    private static final Instant REAL = Instant.parse("2026-01-01T00:00:00Z");

    /** With a chain that is remembered from the first report on. */
    void remembering() {
        each(ReportVerifier.remembering(made.roots(), crypto), 0, 1);
    }

    /** A real report so many times, the whole chain again each time: AMD's keys are longer than those made here. */
    void realAnew(int count) {
        Bytes report = Data.read("snp/milan-v2/report_milan.bin");
        CertificateBundle given = new CertificateFiles()
                .add(Data.path("snp/milan-v2/cert_chain_milan"))
                .add(Data.path("snp/milan-v2/vcek_milan.der"))
                .bundle();
        ReportVerifier verifier = ReportVerifier.of(Roots.amd(), crypto);
        for (int i = 0; i < count; i++) {
            if (!verifier.verify(report, given, REAL, AppraisalPolicy.NONE).passed()) {
                throw new IllegalStateException("the real report does not verify");
            }
        }
    }

    /** With a chain that threads share, each of which takes its part of the reports. */
    void remembering(int threads) throws Exception {
        ReportVerifier shared = ReportVerifier.remembering(made.roots(), crypto);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> parts = IntStream.range(0, threads)
                    .mapToObj(first -> Executors.callable(() -> each(shared, first, threads)))
                    .toList();
            for (Future<Object> part : pool.invokeAll(parts)) {
                part.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private void each(ReportVerifier verifier, int first, int step) {
        List<Bytes> reports = made.reports();
        CertificateBundle given = made.certificates();
        for (int i = first; i < reports.size(); i += step) {
            if (!verifier.verify(reports.get(i), given, at, AppraisalPolicy.NONE)
                    .passed()) {
                throw new IllegalStateException("report " + i + " does not verify");
            }
        }
    }
}
