// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code platform vlek-make}: what AMD does for cloud providers with hardware. */
@Command(
        name = "vlek-make",
        description = {
            "Makes a cloud provider's key (VLEK) for an emulated platform: what 'vlek-load' takes.",
            "It is wrapped for the chip, and for the TCB that reports state now. With --state it is for the platform in that folder, without",
            "it for nobody."
        },
        sortOptions = false)
final class VlekMakeCommand implements Runnable {
    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Option(
            names = "--csp",
            required = true,
            paramLabel = "NAME",
            description = "The provider, as the key's certificate names it: a host name.")
    private String csp;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write, 432 bytes.")
    private String out;

    @Option(names = "--force", description = "Replace the file when it exists.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private VlekMakeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new VlekMakeCommand(session));
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force);
        Path file = output.path(out);
        Bytes wrapped = platform.authorities(session).wrappedVlek(csp);
        output.add(file, wrapped).write();
        platform.print(session, answer, PlatformReport.written(Map.of(file, wrapped)));
    }
}
