// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
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

    /** The most bytes of a line: evidence has a tenth of it. */
    private static final int LONGEST = 16 << 20;

    /** So many are verified, or wait for it or to be printed, at a time. */
    private static final int AHEAD = 32;

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
        run(names.size(), at -> new Line(names.get(at), ReportLine.of(names.get(at)), null), printer);
    }

    /** Verifies the reports of a file with a line for each. */
    void verifyLines(String name, Printer printer) {
        TextLines lines =
                TextLines.of(files.read("--reports-from", name, MOST_MEBIBYTES).content(), MOST_LINES);
        if (lines.last() > MOST_LINES) {
            throw Problem.input(CliCodes.REPORT_LINE, "these are too many lines for one call")
                    .at("--reports-from " + name)
                    .found(lines.last())
                    .expected("at most " + MOST_LINES)
                    .exception();
        }
        run(lines.count(), at -> line(lines, at), printer);
    }

    private static Line line(TextLines lines, int at) {
        String place = "line " + lines.number(at);
        try {
            if (lines.length(at) > LONGEST) {
                throw Problem.input(CliCodes.REPORT_LINE, "this line is too long")
                        .at(place)
                        .found(lines.length(at) + " bytes")
                        .expected("at most " + LONGEST)
                        .exception();
            }
            ReportLine read = ReportLine.read(lines.text(at), place);
            return new Line(read.id(), read, null);
        } catch (CloisterException e) {
            return new Line(place, null, e.problem());
        }
    }

    // Few are under way at a time, so that memory does not grow with how many there are.
    private void run(int count, IntFunction<Line> lines, Printer printer) {
        int threads = count < FEW ? 1 : Math.min(2, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            Deque<Future<Outcome>> underWay = new ArrayDeque<>();
            for (int i = 0; i < count; i++) {
                int at = i;
                underWay.add(workers.submit(() -> outcome(lines.apply(at))));
                if (underWay.size() == AHEAD) {
                    printer.print(underWay.remove().get());
                }
            }
            for (Future<Outcome> one : underWay) {
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
