// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform vlek-load}. */
final class VlekLoadCommand implements Runnable {
    private static final int MEBIBYTES = 1;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> file =
            rows.operand("FILE", "The wrapped hashstick, 432 bytes, or - for standard input.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private VlekLoadCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        VlekLoadCommand command = new VlekLoadCommand(session);
        return CommandModel.of(command, command.rows)
                .named("vlek-load")
                .meaning("Loads the key by which reports are signed for a cloud provider (VLEK), as AMD wrapped it.");
    }

    @Override
    public void run() {
        Bytes wrapped =
                new InputFiles(session).read("FILE", file.value(), MEBIBYTES).content();
        if (wrapped.length() != SnpVlekLoad.SIZE) {
            throw Problem.input(CliCodes.PLATFORM_VLEK, "this is not a wrapped VLEK hashstick")
                    .at(file.value())
                    .found(wrapped.length() + " bytes")
                    .expected(SnpVlekLoad.SIZE + " bytes")
                    .exception();
        }
        platform.channel(session).execute(new SnpVlekLoad(wrapped));
        platform.print(session, answer, PlatformReport.done("vlek-load"));
    }
}
