// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code platform vlek-load}. */
@Command(
        name = "vlek-load",
        description = "Loads the key by which reports are signed for a cloud provider (VLEK), as AMD wrapped it.",
        sortOptions = false)
final class VlekLoadCommand implements Runnable {
    private static final int MEBIBYTES = 1;

    private final CommandContext session;

    @Mixin
    private PlatformOptions platform;

    @Parameters(paramLabel = "FILE", description = "The wrapped hashstick, 432 bytes, or - for standard input.")
    private String file;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private VlekLoadCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new VlekLoadCommand(session));
    }

    @Override
    public void run() {
        Bytes wrapped = new InputFiles(session).read("FILE", file, MEBIBYTES).content();
        if (wrapped.length() != SnpVlekLoad.SIZE) {
            throw Problem.input("platform.vlek", "this is not a wrapped VLEK hashstick")
                    .at(file)
                    .found(wrapped.length() + " bytes")
                    .expected(SnpVlekLoad.SIZE + " bytes")
                    .exception();
        }
        platform.channel(session).execute(new SnpVlekLoad(wrapped));
        platform.print(session, answer, PlatformReport.done("vlek-load"));
    }
}
