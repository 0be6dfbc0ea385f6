// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.FetchReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.VerdictJson;
import org.cloister.cli.report.VerdictLine;
import org.cloister.cli.report.VerdictText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.fetch.Fetched;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.VerificationResult;
import picocli.CommandLine;

/** {@code verify report}: an attestation report with its certificates, against what the relying party demands. */
final class VerifyReportCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final AppraisalOptions appraisal = new AppraisalOptions();

    private final OptionRow<String> report =
            rows.text("--report", "FILE", "The report as the guest got it.").required();
    private final OptionRow<List<String>> certs = rows.texts(
                    "--certs", "PATH", "Certificates: files and folders of PEM and DER, or a GHCB certificate table.")
            .many("1..*");
    private final OptionRow<Boolean> fetching = rows.flag(
            "--fetch", "Fetch what is missing from AMD's key service; without it nothing goes to the network.");
    private final FetchOptions fetch = rows.add(new FetchOptions());
    private final TrustOptions trust = rows.add(new TrustOptions());
    private final OptionRow<Boolean> allChecks =
            rows.flag("--all-checks", "List the checks that nothing demands, too; in JSON they always are.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private VerifyReportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        VerifyReportCommand command = new VerifyReportCommand(session);
        CommandLine line = CommandModel.of(command, command.rows)
                .named("report")
                .meaning("Verifies an attestation report of an SEV-SNP guest and prints the checks.")
                .abbreviated()
                .line();
        command.appraisal.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        requireSources();
        InputFiles files = new InputFiles(session);
        AppraisalPolicy policy = appraisal.policy(files);
        Bytes bytes = files.beginning("--report", report.value(), VerdictText.MOST_REPORT_BYTES);
        CertificateFiles given = trust.files(session, certs.value());
        IgnoredNotes.print(session, given.ignored());
        Roots roots = trust.roots(session);
        ReportVerifier verifier = ReportVerifier.remembering(roots, Crypto.usual());
        Instant at = trust.at();
        VerificationResult result = verifier.verify(bytes, given.bundle(), at, policy);
        List<Fetched> fetched = fetching.value() ? missing(result, roots) : List.of();
        if (fetched.stream().anyMatch(Fetched::found)) {
            result = verifier.verify(bytes, given.bundle().and(Fetched.certificates(fetched)), at, policy);
        }
        if (answer.json()) {
            session.streams().out().println(Json.text(json(result, fetched)));
        } else {
            VerdictText.of(result, allChecks.value()).forEach(session.streams().out()::println);
        }
        VerdictLine.complaints(result).forEach(session.streams().err()::println);
        return (result.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void requireSources() {
        if (!fetching.value() && fetch.given()) {
            throw Problem.input(CliCodes.FETCH_OPTIONS, "options say how to fetch, and nothing is to be fetched")
                    .remedy("add --fetch, or leave out --cache, --mirror, --offline and --timeout")
                    .exception();
        }
        if (!fetching.value() && certs.value().isEmpty()) {
            throw Problem.input(CliCodes.FETCH_WHAT, "there are no certificates to verify the report with")
                    .remedy("name files or folders with --certs, or have them fetched with --fetch")
                    .exception();
        }
    }

    private List<Fetched> missing(VerificationResult result, Roots roots) {
        List<KdsRequest> requests =
                result.requests().stream().map(KdsRequest::at).toList();
        if (requests.isEmpty()) {
            return List.of();
        }
        try (OrderlyEnd end = new OrderlyEnd(session.cancellation())) {
            List<Fetched> fetched = fetch.fetcher(session, roots).fetch(requests);
            FetchReport.notes(fetched).forEach(session.streams().err()::println);
            return fetched;
        }
    }

    private JsonObject json(VerificationResult result, List<Fetched> fetched) {
        JsonObject json = VerdictJson.of(result);
        if (fetching.value()) {
            json.add("fetched", FetchReport.json(fetched));
        }
        return json;
    }
}
