// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PekCsr;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code platform pek-csr}. */
@Command(
        name = "pek-csr",
        description = "Writes the request to sign the PEK, for who is to own the platform.",
        sortOptions = false)
final class PekCsrCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private String out;

    @Option(names = "--force", description = "Replace the file when it exists.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private PekCsrCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new PekCsrCommand(session));
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force);
        Path file = output.path(out);
        Bytes request =
                LengthQuery.fetch(platform.channel(session), PekCsr.LENGTH).content();
        output.add(file, request).write();
        platform.print(session, answer, PlatformReport.written(Map.of(file, request)));
    }
}
