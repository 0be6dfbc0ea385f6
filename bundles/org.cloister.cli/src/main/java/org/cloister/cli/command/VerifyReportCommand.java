// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.VerdictJson;
import org.cloister.cli.report.VerdictLine;
import org.cloister.cli.report.VerdictText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ReportVerifier;
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
            .many("1..*")
            .required();
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
        InputFiles files = new InputFiles(session);
        AppraisalPolicy policy = appraisal.policy(files);
        Bytes bytes = files.beginning("--report", report.value(), VerdictText.MOST_REPORT_BYTES);
        CertificateFiles given = trust.files(session, certs.value());
        IgnoredNotes.print(session, given.ignored());
        VerificationResult result = ReportVerifier.of(trust.roots(session), Crypto.usual())
                .verify(bytes, given.bundle(), trust.at(), policy);
        if (answer.json()) {
            session.streams().out().println(Json.text(VerdictJson.of(result)));
        } else {
            VerdictText.of(result, allChecks.value()).forEach(session.streams().out()::println);
        }
        VerdictLine.complaints(result).forEach(session.streams().err()::println);
        return (result.passed() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
