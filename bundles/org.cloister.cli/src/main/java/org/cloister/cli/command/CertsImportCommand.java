// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.cli.report.CertsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.Printable;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.TableImport;
import org.cloister.owner.show.FileKinds;
import org.cloister.owner.verify.CertificateFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certs import}: a GHCB certificate table of the certificates in files and folders. */
@Command(
        name = "import",
        description = "Makes a GHCB certificate table of certificates in PEM or DER, one of each kind.",
        sortOptions = false)
final class CertsImportCommand implements Runnable {
    private static final String NO_CERTIFICATES = "x509.file";
    private static final int MOST = 16 << 20;

    private final CommandContext session;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders with the certificates.")
    private List<String> paths;

    @Option(names = "--out", required = true, paramLabel = "TABLE", description = "The table to write.")
    private String out;

    @Option(names = "--force", description = "Replace the table when it exists.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private CertsImportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new CertsImportCommand(session));
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force);
        CertificateFiles files = new CertificateFiles();
        paths.forEach(name -> files.add(output.path(name)));
        CertificateTable table = table(files);
        output.add(output.path(out), table.encode()).write();
        files.ignored().forEach(this::printIgnored);
        print(table);
    }

    private CertificateTable table(CertificateFiles files) {
        try {
            return TableImport.of(files, String.join(", ", paths));
        } catch (CloisterException refused) {
            Problem problem = refused.problem();
            throw problem.code().equals(NO_CERTIFICATES)
                    ? problem.remedy(instead(problem.where())).exception(refused)
                    : refused;
        }
    }

    /** What a file is that was taken for one of certificates; null when that is not known. */
    private String instead(String file) {
        Bytes content = new InputFiles(session).beginning("PATH", file, MOST);
        return FileKinds.guess(content).map(title -> "this is " + title).orElse(null);
    }

    private void printIgnored(String file) {
        session.streams().err().println("note: " + Printable.of(file) + " holds no certificate");
    }

    private void print(CertificateTable table) {
        if (answer.json()) {
            JsonObject json = CertsReport.json(out, table);
            session.streams().out().println(Json.text(json));
        } else {
            CertsReport.lines(out, table).forEach(session.streams().out()::println);
        }
    }
}
