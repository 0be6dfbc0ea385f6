// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.demand.Demands;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevAppraisal;
import org.cloister.owner.verify.SevReportVerifier;
import org.cloister.owner.verify.VerificationResult;

/**
 * Verifies many reports, each by what its line demands, with the certificates that all share. What is wrong with one
 * stops none of the others.
 */
final class ManyReports {
    /** Beyond so many a second thread is worth its start. */
    private static final int FEW = 64;

    private static final int MOST_MEBIBYTES = 64;
    private static final int MOST_LINES = 100_000;

    private final CommandContext session;
    private final InputFiles files;
    private final Roots roots;
    private final CertificateFiles given;
    private final Demands demands;
    private final Instant at;
    private final Crypto crypto = Crypto.usual();
    private final ReportVerifier verifier;

    /** A line, or what is wrong with it. */
    private record Line(String id, ReportLine report, Problem problem) {}

    /** What came of a line: a verdict on evidence, or the problem that there is none. */
    record Outcome(String id, VerificationResult result, ReportEvidence evidence, Problem problem) {}

    /** Takes one outcome after the other. */
    interface Printer {
        void print(Outcome outcome);
    }

    /**
     * @param given certificates for all of them
     * @param demands those on all of them; a line's are in their place
     */
    ManyReports(
            CommandContext session,
            InputFiles files,
            Roots roots,
            CertificateFiles given,
            Demands demands,
            Instant at) {
        this.session = session;
        this.files = files;
        this.roots = roots;
        this.given = given;
        this.demands = demands;
        this.at = at;
        this.verifier = ReportVerifier.remembering(roots, crypto);
    }

    /** Verifies the reports in some files. */
    void verify(List<String> names, Printer printer) {
        run(
                names.stream()
                        .map(name -> new Line(name, ReportLine.of(name), null))
                        .toList(),
                printer);
    }

    /** Verifies the reports of a file with a line for each. */
    void verifyLines(String name, Printer printer) {
        Bytes content = files.read("--reports-from", name, MOST_MEBIBYTES).content();
        String[] texts = new String(content.toArray(), StandardCharsets.UTF_8).split("\n", -1);
        if (texts.length > MOST_LINES + 1) {
            throw Problem.input(CliCodes.REPORT_LINE, "these are too many lines for one call")
                    .at("--reports-from " + name)
                    .found(texts.length - 1)
                    .expected("at most " + MOST_LINES)
                    .exception();
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].isBlank()) {
                lines.add(line(texts[i], "line " + (i + 1)));
            }
        }
        run(lines, printer);
    }

    private static Line line(String text, String place) {
        try {
            ReportLine read = ReportLine.read(text, place);
            return new Line(read.id(), read, null);
        } catch (CloisterException e) {
            return new Line(place, null, e.problem());
        }
    }

    private void run(List<Line> lines, Printer printer) {
        int threads = lines.size() < FEW ? 1 : Math.min(2, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            lines.forEach(line -> outcomes.add(workers.submit(() -> outcome(line))));
            for (Future<Outcome> one : outcomes) {
                printer.print(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private Outcome outcome(Line line) {
        if (session.cancellation().isCancelled()) {
            throw cancelled();
        }
        if (line.problem() != null) {
            return new Outcome(line.id(), null, null, line.problem());
        }
        try {
            ReportEvidence evidence = evidence(line.report());
            return new Outcome(line.id(), verify(line.report(), evidence), evidence, null);
        } catch (CloisterException e) {
            if (e.problem().kind() == Problem.Kind.CANCELLED) {
                throw e;
            }
            return new Outcome(line.id(), null, null, e.problem());
        }
    }

    // Certificates in evidence are named by where they come from; reports that bring the same ones share them.
    private ReportEvidence evidence(ReportLine line) {
        return line.file() == null
                ? EvidenceReader.read(bytes(line.report(), "report"), "report")
                : new EvidenceInput(session).read(files, "file", line.file());
    }

    private VerificationResult verify(ReportLine line, ReportEvidence evidence) {
        Demands all = demands.with(Demands.of(line.demands()));
        CertificateFiles certificates = certificates(line);
        VerificationResult result = evidence.legacy()
                ? SevReportVerifier.of(roots, crypto).verify(evidence, certificates, at, SevAppraisal.of(all))
                : verifier.verify(evidence, certificates.bundle(), at, AppraisalPolicy.of(all));
        // Those that all share may be other hosts'.
        return line.certs().isEmpty()
                ? result
                : result.warning(StaleCertificates.of(result, certificates.statedTcbs()));
    }

    private CertificateFiles certificates(ReportLine line) {
        if (line.certs().isEmpty()) {
            return given;
        }
        CertificateFiles own = new CertificateFiles();
        line.certs().forEach(text -> own.add(bytes(text, "certs"), "certs"));
        return given.and(own);
    }

    private static Bytes bytes(String text, String name) {
        try {
            return Base64Text.decode(text, Base64Text.Strictness.BLANKS);
        } catch (IllegalArgumentException e) {
            throw Problem.input(CliCodes.REPORT_LINE, "this is not base64")
                    .at(name)
                    .expected("base64")
                    .exception(e);
        }
    }

    private static CloisterException cancelled() {
        return Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the caller cancelled")
                .exception();
    }
}
