// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PekCsr;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform pek-csr}. */
final class PekCsrCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> out =
            rows.text("--out", "FILE", "The file to write.").required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace the file when it exists.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private PekCsrCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        PekCsrCommand command = new PekCsrCommand(session);
        return CommandModel.of(command, command.rows)
                .named("pek-csr")
                .meaning("Writes the request to sign the PEK, for who is to own the platform.");
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force.value());
        Path file = output.path(out.value());
        Bytes request =
                LengthQuery.fetch(platform.channel(session), PekCsr.LENGTH).content();
        output.add(file, request).write();
        platform.print(session, answer, PlatformReport.written(Map.of(file, request)));
    }
}
