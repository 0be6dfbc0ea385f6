// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.CertificateForm;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code platform certificates}: what AMD's key service has for hardware. */
@Command(
        name = "certificates",
        description = {
            "Writes the certificates by which an emulated platform's reports are verified.",
            "They are ark, ask, asvk, vcek, vlek where one is loaded, and crl; 'verify report --certs DIR --trust-root DIR/ark.pem' reads them.",
            "For hardware AMD's key service has them."
        },
        sortOptions = false)
final class PlatformCertificatesCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

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

    private PlatformCertificatesCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new PlatformCertificatesCommand(session));
    }

    @Override
    public void run() {
        SnpCertificates all = platform.authorities(session).certificates();
        OutputFiles output = new OutputFiles(session, force);
        Map<Path, Bytes> files = files(output.path(out), all);
        files.forEach(output::add);
        output.write();
        platform.print(session, answer, PlatformReport.written(files));
    }

    private Map<Path, Bytes> files(Path folder, SnpCertificates all) {
        Map<Path, Bytes> files = new LinkedHashMap<>();
        files.put(file(folder, "ark"), form.certificate(all.ark()));
        files.put(file(folder, "ask"), form.certificate(all.ask()));
        files.put(file(folder, "asvk"), form.certificate(all.asvk()));
        files.put(file(folder, "vcek"), form.certificate(all.vcek()));
        all.vlek().ifPresent(vlek -> files.put(file(folder, "vlek"), form.certificate(vlek)));
        files.put(file(folder, "crl"), form.revocationList(all.crl()));
        return files;
    }

    private Path file(Path folder, String name) {
        return folder.resolve(name + form.extension());
    }
}
