// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.cloister.cli.report.CertsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.CertificateForm;
import org.cloister.owner.certs.ExportedFile;
import org.cloister.owner.certs.TableExport;
import org.cloister.owner.show.FileKinds;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certs export}: the certificates in a GHCB certificate table, each in a file. */
@Command(
        name = "export",
        description = "Takes a GHCB certificate table apart: a file for each certificate, named by its kind.",
        sortOptions = false)
final class CertsExportCommand implements Runnable {
    private static final int MEBIBYTES = 8;

    private final CommandContext session;

    @Parameters(paramLabel = "TABLE", description = "The table, or - for standard input.")
    private String table;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write into.")
    private String out;

    @Option(
            names = "--form",
            paramLabel = "pem|der",
            defaultValue = "PEM",
            description = "How certificates are written; PEM by default.")
    private CertificateForm form;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private CertsExportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new CertsExportCommand(session));
    }

    @Override
    public void run() {
        Image file = new InputFiles(session).read("TABLE", table, MEBIBYTES);
        List<ExportedFile> files = TableExport.of(decode(file.content()), form, table);
        OutputFiles output = new OutputFiles(session, force);
        Path folder = output.path(out);
        files.forEach(one -> output.add(folder.resolve(one.name()), one.content()));
        output.write();
        if (answer.json()) {
            session.streams().out().println(Json.text(CertsReport.json(out, files)));
        } else {
            CertsReport.lines(out, files).forEach(session.streams().out()::println);
        }
    }

    private CertificateTable decode(Bytes content) {
        CertificateTable read = read(content);
        if (read.entries().isEmpty()) {
            throw Problem.input("certs.none", "this certificate table is empty")
                    .at(table)
                    .exception();
        }
        return read;
    }

    private CertificateTable read(Bytes content) {
        try {
            return CertificateTable.decode(content, table);
        } catch (CloisterException refused) {
            throw FileKinds.guess(content)
                    .filter(title -> !title.contains("table"))
                    .map(title -> Problem.input("certs.kind", "this is not a GHCB certificate table")
                            .at(table)
                            .found(title)
                            .exception(refused))
                    .orElse(refused);
        }
    }
}
