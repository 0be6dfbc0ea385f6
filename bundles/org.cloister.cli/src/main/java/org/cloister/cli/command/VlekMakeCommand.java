// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** {@code platform vlek-make}: what AMD does for cloud providers with hardware. */
final class VlekMakeCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final OptionRow<String> csp = rows.text(
                    "--csp", "NAME", "The provider, as the key's certificate names it: a host name.")
            .required();
    private final OptionRow<String> out =
            rows.text("--out", "FILE", "The file to write, 432 bytes.").required();
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace the file when it exists.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private VlekMakeCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        VlekMakeCommand command = new VlekMakeCommand(session);
        return CommandModel.of(command, command.rows)
                .named("vlek-make")
                .meaning(
                        "Makes a cloud provider's key (VLEK) for an emulated platform: what 'vlek-load' takes.",
                        "It is wrapped for the chip, and for the TCB that reports state now. With --state it is for the platform in that folder, without",
                        "it for nobody.");
    }

    @Override
    public void run() {
        OutputFiles output = new OutputFiles(session, force.value());
        Path file = output.path(out.value());
        Bytes wrapped = platform.authorities(session, authorities -> authorities.wrappedVlek(csp.value()));
        output.add(file, wrapped).write();
        platform.print(session, answer, PlatformReport.written(Map.of(file, wrapped)));
    }
}
