// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform pek-import}: gives the platform an owner. */
final class PekImportCommand implements Runnable {
    private static final int MEBIBYTES = 1;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> pek =
            rows.text("--pek", "FILE", "The signed certificate of the PEK.").required();
    private final OptionRow<String> oca =
            rows.text("--oca", "FILE", "The owner's certificate.").required();
    private final Confirmation confirmation = rows.add(new Confirmation());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PekImportCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PekImportCommand command = new PekImportCommand(session);
        return CommandModel.of(command, command.rows)
                .named("pek-import")
                .meaning(
                        "Gives the platform an owner: the PEK's certificate as the owner signed it, and the owner's own.");
    }

    @Override
    public void run() {
        InputFiles files = new InputFiles(session);
        Bytes signed = certificate(files, "--pek", pek.value(), KeyUsage.PEK);
        Bytes owner = certificate(files, "--oca", oca.value(), KeyUsage.OCA);
        confirmation.require(session, "the platform belongs to this owner until it is reset");
        platform.channel(session).execute(new PekCertImport(signed, owner));
        platform.print(session, answer, PlatformReport.done("pek-import"));
    }

    /** The firmware would refuse the wrong kind too, without a word about which file it was. */
    private static Bytes certificate(InputFiles files, String option, String name, KeyUsage wanted) {
        String where = option + " " + name;
        Bytes content =
                CertificateFile.binary(files.read(option, name, MEBIBYTES).content());
        KeyUsage found = SevCertificate.decode(content, where).usage();
        if (found != wanted) {
            throw Problem.input(CliCodes.PLATFORM_CERTIFICATE, "this is the certificate of another key")
                    .at(where)
                    .found(found)
                    .expected(wanted)
                    .exception();
        }
        return content;
    }
}
