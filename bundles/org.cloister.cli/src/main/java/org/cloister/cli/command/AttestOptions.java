// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.AttestResult;
import org.cloister.cli.report.ClaimedEvidence;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ByteOption;
import org.cloister.owner.certs.CertificateForm;
import org.cloister.owner.certs.ExportedFile;
import org.cloister.owner.certs.TableExport;

/** The options by which a launched guest asks for a report on itself. */
final class AttestOptions implements OptionGroup {
    private static final String TABLE = "the platform's certificate table";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> attest = rows.flag(
            "--attest",
            "Get a report from inside the guest, once it runs: an SEV-SNP guest ('verify report'), or a vendor's.");
    private final OptionRow<Bytes> data = rows.text(
                    "--report-data",
                    "HEX|BASE64",
                    "What the report repeats, a nonce for example: for SEV-SNP up to 64 bytes, filled up with zeros on",
                    "the right, and zeros by default. Without it nothing shows that the report is new.")
            .as(Bytes.class, ByteOption.usually(ReportRequest.REPORT_DATA));

    private final OptionRow<String> report =
            rows.text("--report-out", "FILE", "Where the report goes, as the guest got it.");
    private final OptionRow<String> certificates = rows.text(
            "--certs-out",
            "DIR",
            "Where the certificates go that came with it, each named by its kind; see 'verify report --certs'.");
    private final OptionRow<Boolean> force =
            rows.flag("--force", "Replace the files of --report-out and --certs-out that exist.");

    /** Whether a report is wanted; what contradicts itself is refused. */
    boolean given() {
        boolean more = data.value() != null || report.value() != null || certificates.value() != null || force.value();
        if (more && !attest.value()) {
            throw Problem.input(CliCodes.LAUNCH_ATTEST, "this says what to do with a report, and none is asked for")
                    .at("--report-data, --report-out, --certs-out, --force")
                    .expected("--attest beside them, or none of them")
                    .exception();
        }
        if (force.value() && report.value() == null && certificates.value() == null) {
            throw Problem.input(CliCodes.LAUNCH_ATTEST, "there is no file to replace")
                    .at("--force")
                    .expected("--report-out or --certs-out beside it")
                    .exception();
        }
        return attest.value();
    }

    /**
     * Refuses what would fail only after the launch.
     *
     * @throws org.cloister.api.CloisterException {@code launch.report-data}, {@code file.exists} of kind {@code INPUT};
     *     {@code attest.type}, {@code attest.inside} of kind {@code HOST}
     */
    void check(CommandContext session, GuestLauncher launcher, LaunchRequest request) {
        Optional<Candidate> chosen = launcher.select(request).chosen();
        if (chosen.map(Candidate::type).flatMap(AmdType::find).isPresent()) {
            requireRoom();
        }
        if (report.value() != null) {
            OutputFiles output = new OutputFiles(session, force.value());
            output.requireFree(output.path(report.value()));
        }
        // Where nothing can serve the request, the launch says why
        chosen.filter(candidate -> !launcher.offers(candidate, GuestAttestation.class))
                .ifPresent(candidate -> {
                    throw Problem.host(
                                    CliCodes.ATTEST_TYPE, "guests of this type cannot ask for a report on themselves")
                            .at("--attest")
                            .found(candidate.type())
                            .expected(AmdType.SEV_SNP.type())
                            .remedy("launch with --type sev-snp; the host prints the measurement of SEV guests")
                            .exception();
                });
    }

    /** Of AMD's types; others say themselves what they take. */
    private void requireRoom() {
        if (data().length() > ReportRequest.REPORT_DATA) {
            throw Problem.input(CliCodes.LAUNCH_REPORT_DATA, "a report has no room for so much data")
                    .at("--report-data")
                    .found(data.value().length() + " bytes")
                    .expected("at most " + ReportRequest.REPORT_DATA + " bytes")
                    .remedy("give a digest of it")
                    .exception();
        }
    }

    /** Gets the report and writes the files; all of them or none. */
    AttestResult get(CommandContext session, Guest guest, Limits limits) {
        if (data.value() == null) {
            session.streams()
                    .err()
                    .println("note: there is no --report-data, so nothing shows that the report is new.");
        }
        Evidence evidence = guest.attest(data(), limits);
        boolean amds = isReport(evidence, guest);
        List<ExportedFile> files = certificates(session, evidence.certificates(), amds);
        OutputFiles output = new OutputFiles(session, force.value());
        Optional.ofNullable(report.value()).ifPresent(name -> output.add(output.path(name), evidence.report()));
        Optional.ofNullable(certificates.value())
                .map(output::path)
                .ifPresent((Path folder) ->
                        require(files).forEach(one -> output.add(folder.resolve(one.name()), one.content())));
        output.write();
        return new AttestResult(
                evidence.report(),
                amds
                        ? Optional.of(AttestationReport.decode(evidence.report(), "the guest's report"))
                        : Optional.empty(),
                files,
                Optional.ofNullable(report.value()),
                Optional.ofNullable(certificates.value()),
                amds
                        ? ClaimedEvidence.ofReport(evidence)
                        : ClaimedEvidence.of(
                                evidence, session.services().evidenceFormats(), NoteLine.passedOver(session)));
    }

    /** Whether it is a report of AMD's: by the name of its format, and where it has none by the guest's type. */
    private static boolean isReport(Evidence evidence, Guest guest) {
        return evidence.format().isEmpty()
                ? AmdType.find(guest.type()).isPresent()
                : evidence.format().equals(Evidence.SNP_REPORT);
    }

    private Bytes data() {
        return data.value() == null ? Bytes.EMPTY : data.value();
    }

    private static List<ExportedFile> certificates(CommandContext session, Bytes content, boolean amds) {
        if (content.length() == 0) {
            return List.of();
        }
        if (!amds) {
            return List.of(new ExportedFile("certificates", content, TABLE));
        }
        CertificateTable table = new CertificateTable(content);
        if (table.entries().isEmpty() && table.faults(TABLE).isEmpty()) {
            return List.of();
        }
        List<ExportedFile> files = TableExport.of(table, CertificateForm.PEM, TABLE);
        IgnoredNotes.print(session, TableExport.ignored(table, TABLE));
        return files;
    }

    private static List<ExportedFile> require(List<ExportedFile> files) {
        if (files.isEmpty()) {
            throw Problem.operation(CliCodes.ATTEST_CERTIFICATES, "the platform gave no certificates with the report")
                    .at("--certs-out")
                    .remedy("leave --certs-out out, and get them from AMD's key distribution service")
                    .exception();
        }
        return files;
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
