// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.CertsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.CertificateForm;
import org.cloister.owner.certs.ExportedFile;
import org.cloister.owner.certs.TableExport;
import org.cloister.owner.show.FileKinds;

/** {@code certs export}: the certificates in a GHCB certificate table, each in a file. */
final class CertsExportCommand implements Runnable {
    private static final int MEBIBYTES = 8;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> table = rows.operand("TABLE", "The table, or - for standard input.");
    private final OptionRow<String> out =
            rows.text("--out", "DIR", "The folder to write into.").required();
    private final OptionRow<CertificateForm> form = rows.text(
                    "--form", "pem|der", "How certificates are written; PEM by default.")
            .as(CertificateForm.class)
            .fallback("PEM");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private CertsExportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        CertsExportCommand command = new CertsExportCommand(session);
        return CommandModel.of(command, command.rows)
                .named("export")
                .meaning("Takes a GHCB certificate table apart: a file for each certificate, named by its kind.");
    }

    @Override
    public void run() {
        Image file = new InputFiles(session).read("TABLE", table.value(), MEBIBYTES);
        CertificateTable content = read(file.content());
        List<ExportedFile> files = TableExport.of(content, form.value(), table.value());
        List<IgnoredItem> ignored = TableExport.ignored(content, table.value());
        OutputFiles output = new OutputFiles(session, force.value());
        Path folder = output.path(out.value());
        files.forEach(one -> output.add(folder.resolve(one.name()), one.content()));
        output.write();
        IgnoredNotes.print(session, ignored);
        if (answer.json()) {
            session.streams().out().println(Json.text(CertsReport.json(out.value(), files, ignored)));
        } else {
            CertsReport.lines(out.value(), files).forEach(session.streams().out()::println);
        }
    }

    /** Of a table with a certificate any row may be junk; other bytes are a table only where no row is. */
    private CertificateTable read(Bytes content) {
        if (CertificateTable.seems(content)) {
            return new CertificateTable(content);
        }
        try {
            return CertificateTable.decode(content, table.value());
        } catch (CloisterException refused) {
            throw FileKinds.guess(content)
                    .filter(title -> !title.contains("table"))
                    .map(title -> Problem.input(CliCodes.CERTS_KIND, "this is not a GHCB certificate table")
                            .at(table.value())
                            .found(title)
                            .exception(refused))
                    .orElse(refused);
        }
    }
}
