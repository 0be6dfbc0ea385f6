// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.report.CertsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.TableImport;
import org.cloister.owner.show.FileKinds;
import org.cloister.owner.verify.CertificateFiles;

/** {@code certs import}: a GHCB certificate table of the certificates in files and folders. */
final class CertsImportCommand implements Runnable {
    private static final int MOST = 16 << 20;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> paths =
            rows.operands("1..*", "PATH", "Files and folders with the certificates.");
    private final OptionRow<String> out =
            rows.text("--out", "TABLE", "The table to write.").required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace the table when it exists.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private CertsImportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        CertsImportCommand command = new CertsImportCommand(session);
        return CommandModel.of(command, command.rows)
                .named("import")
                .meaning("Makes a GHCB certificate table of certificates in PEM or DER, one of each kind.");
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force.value());
        CertificateFiles files = CertificateInput.read(session, paths.value());
        CertificateTable table = table(files);
        output.add(output.path(out.value()), table.encode()).write();
        IgnoredNotes.print(session, files.ignored());
        print(table);
    }

    private CertificateTable table(CertificateFiles files) {
        try {
            return TableImport.of(files, String.join(", ", paths.value()));
        } catch (CloisterException refused) {
            Problem problem = refused.problem();
            throw problem.code().equals(ProblemCodes.X509_FILE)
                    ? problem.remedy(instead(problem.where())).exception(refused)
                    : refused;
        }
    }

    /** What a file is that was taken for one of certificates; null when that is not known. */
    private String instead(String file) {
        Bytes content = new InputFiles(session).beginning("PATH", file, MOST);
        return FileKinds.guess(content).map(title -> "this is " + title).orElse(null);
    }

    private void print(CertificateTable table) {
        if (answer.json()) {
            JsonObject json = CertsReport.json(out.value(), table);
            session.streams().out().println(Json.text(json));
        } else {
            CertsReport.lines(out.value(), table).forEach(session.streams().out()::println);
        }
    }
}
