// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.certs.CertificateForm;

/** {@code platform certificates}: what AMD's key service has for hardware. */
final class PlatformCertificatesCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> out =
            rows.text("--out", "DIR", "The folder to write into.").required();
    private final OptionRow<CertificateForm> form = rows.text(
                    "--form", "pem|der", "How certificates are written; PEM by default.")
            .as(CertificateForm.class)
            .fallback("PEM");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PlatformCertificatesCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PlatformCertificatesCommand command = new PlatformCertificatesCommand(session);
        return CommandModel.of(command, command.rows)
                .named("certificates")
                .meaning(
                        "Writes the certificates by which an emulated platform's reports are verified.",
                        "They are ark, ask, asvk, vcek, vlek where one is loaded, and crl; 'verify report --certs DIR --trust-root DIR/ark.pem' reads them.",
                        "For hardware AMD's key service has them.");
    }

    @Override
    public void run() {
        SnpCertificates all = platform.authorities(session, SnpAuthorities::certificates);
        OutputFiles output = new OutputFiles(session, force.value());
        Map<Path, Bytes> files = files(output.path(out.value()), all);
        files.forEach(output::add);
        output.write();
        platform.print(session, answer, PlatformReport.written(files));
    }

    private Map<Path, Bytes> files(Path folder, SnpCertificates all) {
        Map<Path, Bytes> files = new LinkedHashMap<>();
        files.put(file(folder, "ark"), form.value().certificate(all.ark()));
        files.put(file(folder, "ask"), form.value().certificate(all.ask()));
        files.put(file(folder, "asvk"), form.value().certificate(all.asvk()));
        files.put(file(folder, "vcek"), form.value().certificate(all.vcek()));
        all.vlek()
                .ifPresent(vlek -> files.put(file(folder, "vlek"), form.value().certificate(vlek)));
        files.put(file(folder, "crl"), form.value().revocationList(all.crl()));
        return files;
    }

    private Path file(Path folder, String name) {
        return folder.resolve(name + form.value().extension());
    }
}
