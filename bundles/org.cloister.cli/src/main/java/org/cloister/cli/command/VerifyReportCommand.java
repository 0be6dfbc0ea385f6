// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.EarJson;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.FetchReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.ManyVerdicts;
import org.cloister.cli.report.VerdictJson;
import org.cloister.cli.report.VerdictLine;
import org.cloister.cli.report.VerdictText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.demand.Demands;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.fetch.Fetched;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevAppraisal;
import org.cloister.owner.verify.SevReportVerifier;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.owner.verify.VerificationWarning;

/**
 * {@code verify report}: an attestation report, in whatever shape it is handed over, against what the relying party
 * demands.
 */
final class VerifyReportCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final AppraisalOptions appraisal = new AppraisalOptions();

    private final OptionRow<List<String>> reports = rows.texts(
            "--report",
            "FILE",
            "The report as the guest got it, or evidence with it as clouds and tools hand it over: a file, - for "
                    + "standard input, or a folder of configfs-tsm. Of several each has a line in the answer.");
    private final OptionRow<String> lines = rows.text(
            "--reports-from",
            "FILE",
            "Many reports, a line of JSON each: {\"file\": PATH} or {\"report\": BASE64}, with \"id\", \"certs\" and "
                    + "demands by their names, such as \"report-data\"; - for standard input.");
    private final OptionRow<List<String>> certs = rows.texts(
                    "--certs",
                    "PATH",
                    "Certificates beside those that come with the report: files and folders of PEM and DER, or evidence "
                            + "with certificates such as a GHCB certificate table.")
            .many("1..*");
    private final OptionRow<Boolean> fetching = rows.flag(
            "--fetch", "Fetch what is missing from AMD's key service; without it nothing goes to the network.");
    private final FetchOptions fetch = rows.add(new FetchOptions());
    private final TrustOptions trust = rows.add(new TrustOptions());
    private final OptionRow<Boolean> allChecks =
            rows.flag("--all-checks", "List the checks that nothing demands, too; in JSON they always are.");
    private final OptionRow<VerdictForm> form = rows.text(
                    "-o --output",
                    "text|json|ear",
                    "For people (the default), for programs, or as an unsigned EAR, which veraison and trustee take.")
            .as(VerdictForm.class)
            .fallback("TEXT");

    /** Judges evidence with the certificates that were given and those that were fetched. */
    @FunctionalInterface
    private interface Verification {
        VerificationResult apply(CertificateFiles given, CertificateBundle fetched);
    }

    private VerifyReportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        VerifyReportCommand command = new VerifyReportCommand(session);
        return CommandModel.of(command, command.rows)
                .named("report")
                .meaning(
                        "Verifies an attestation report of a guest and prints the checks.",
                        "Of many reports it prints a line each: exit code 1 says that one failed, 2 that one could not"
                                + " be read.")
                .abbreviated()
                .further(command.appraisal.rows());
    }

    @Override
    public Integer call() {
        InputFiles files = new InputFiles(session);
        Demands demands = appraisal.demands(files);
        if (lines.value() != null || reports.value().size() != 1) {
            return many(files, demands);
        }
        ReportEvidence evidence = new EvidenceInput(session)
                .read(files, "--report", reports.value().get(0));
        requireSources(evidence);
        Roots roots = trust.roots(session);
        Verification verification = evidence.legacy()
                ? legacy(evidence, SevAppraisal.of(demands), roots)
                : snp(evidence, AppraisalPolicy.of(demands), roots);
        CertificateFiles given = trust.files(session, certs.value());
        IgnoredNotes.print(session, given.ignored());
        demands.notes().forEach(this::note);
        evidence.notes().forEach(this::note);
        VerificationResult result = verification.apply(given, CertificateBundle.EMPTY);
        List<Fetched> fetched = fetching.value() ? missing(result, roots) : List.of();
        if (fetched.stream().anyMatch(Fetched::found)) {
            result = verification.apply(given, Fetched.certificates(fetched));
        }
        List<VerificationWarning> stale = StaleCertificates.of(result, given.statedTcbs());
        result = result.warning(stale);
        print(evidence, result, fetched);
        VerdictLine.complaints(result).forEach(session.streams().err()::println);
        if (!result.passed()) {
            stale.forEach(one -> note(one.toString()));
        }
        return (result.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private int many(InputFiles files, Demands demands) {
        if (reports.value().isEmpty() == (lines.value() == null)) {
            throw Problem.input(CliCodes.REPORT_LINE, "either reports or a file with a line for each are needed")
                    .expected("--report FILE or --reports-from FILE")
                    .exception();
        }
        if (fetching.value() || fetch.given()) {
            throw Problem.input(CliCodes.FETCH_OPTIONS, "for many reports nothing is fetched")
                    .remedy("fetch first: cloister certs fetch --report FILE… --out DIR, then --certs DIR")
                    .exception();
        }
        Roots roots = trust.roots(session);
        CertificateFiles given = trust.files(session, certs.value());
        IgnoredNotes.print(session, given.ignored());
        demands.notes().forEach(this::note);
        ManyReports many = new ManyReports(session, files, roots, given, demands, trust.at());
        ManyVerdicts verdicts = new ManyVerdicts();
        ManyReports.Printer printer = outcome -> print(outcome, verdicts);
        if (lines.value() == null) {
            many.verify(reports.value(), printer);
        } else {
            many.verifyLines(lines.value(), printer);
        }
        PrintStream summary = form.value() == VerdictForm.TEXT
                ? session.streams().out()
                : session.streams().err();
        summary.println(verdicts.summary());
        verdicts.complaints().forEach(session.streams().err()::println);
        return verdicts.exitCode().number();
    }

    private void print(ManyReports.Outcome outcome, ManyVerdicts verdicts) {
        PrintStream out = session.streams().out();
        String id = outcome.id();
        if (outcome.problem() != null) {
            verdicts.addUnreadable();
            out.println(
                    form.value() == VerdictForm.TEXT
                            ? ManyVerdicts.text(id, outcome.problem())
                            : ManyVerdicts.json(id, outcome.problem()));
            return;
        }
        VerificationResult result = outcome.result();
        verdicts.add(result);
        out.println(
                switch (form.value()) {
                    case TEXT -> ManyVerdicts.text(id, result);
                    case JSON -> ManyVerdicts.json(id, result, outcome.evidence(), allChecks.value());
                    case EAR -> Json.line(ear(result, outcome.evidence()));
                });
    }

    private void requireSources(ReportEvidence evidence) {
        if (!fetching.value() && fetch.given()) {
            throw Problem.input(CliCodes.FETCH_OPTIONS, "options say how to fetch, and nothing is to be fetched")
                    .remedy("add --fetch, or leave out --cache, --mirror, --offline and --timeout")
                    .exception();
        }
        if (!fetching.value()
                && certs.value().isEmpty()
                && evidence.items().isEmpty()
                && evidence.refusal().isEmpty()) {
            throw Problem.input(CliCodes.FETCH_WHAT, "there are no certificates to verify the report with")
                    .remedy("name files or folders with --certs, or have them fetched with --fetch")
                    .exception();
        }
    }

    private List<Fetched> missing(VerificationResult result, Roots roots) {
        if (result.requests().isEmpty()) {
            return List.of();
        }
        try (OrderlyEnd end = new OrderlyEnd(session.cancellation())) {
            List<Fetched> fetched = fetch.fetcher(session, roots).fetch(result.requests());
            FetchReport.notes(fetched).forEach(session.streams().err()::println);
            return fetched;
        }
    }

    private Verification snp(ReportEvidence evidence, AppraisalPolicy policy, Roots roots) {
        ReportVerifier verifier = ReportVerifier.remembering(roots, Crypto.usual());
        Instant at = trust.at();
        return (given, fetched) -> verifier.verify(evidence, given.bundle().and(fetched), at, policy);
    }

    private Verification legacy(ReportEvidence evidence, SevAppraisal appraised, Roots roots) {
        return (given, fetched) ->
                SevReportVerifier.of(roots, Crypto.usual()).verify(evidence, given, trust.at(), appraised);
    }

    private void print(ReportEvidence evidence, VerificationResult result, List<Fetched> fetched) {
        PrintStream out = session.streams().out();
        switch (form.value()) {
            case TEXT -> VerdictText.of(result, allChecks.value()).forEach(out::println);
            case JSON -> out.println(Json.text(json(evidence, result, fetched)));
            case EAR -> out.println(Json.text(ear(result, evidence)));
        }
    }

    private JsonObject ear(VerificationResult result, ReportEvidence evidence) {
        return EarJson.of(result, evidence, appraisal.policyId(), Version.text(), Instant.now());
    }

    private JsonObject json(ReportEvidence evidence, VerificationResult result, List<Fetched> fetched) {
        JsonObject json = VerdictJson.of(result, evidence);
        if (fetching.value()) {
            json.add("fetched", FetchReport.json(fetched));
        }
        return json;
    }

    private void note(String sentence) {
        NoteLine.print(session, sentence);
    }
}
