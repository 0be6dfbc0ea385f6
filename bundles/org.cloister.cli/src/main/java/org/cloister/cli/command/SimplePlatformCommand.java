// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** The commands of {@code platform} that say nothing but what is to be done. */
final class SimplePlatformCommand implements Runnable {
    static final List<Row> ROWS = List.of(
            new Row(
                    "pek-gen",
                    BarePlatformCommand.PEK_GEN,
                    "Makes a new platform endorsement key (PEK), and with it a new PDH.",
                    "every certificate of this platform and every session made with it becomes worthless"),
            new Row(
                    "pdh-gen",
                    BarePlatformCommand.PDH_GEN,
                    "Makes a new platform Diffie-Hellman key (PDH). Sessions made for the old one are refused from then on.",
                    ""),
            new Row(
                    "reset",
                    BarePlatformCommand.FACTORY_RESET,
                    "Takes the platform back to how it left the factory: without owner, with new PEK and PDH.",
                    "the platform's owner, its PEK and PDH are lost, and with them every session made with them"),
            new Row(
                    "snp-commit",
                    BarePlatformCommand.SNP_COMMIT,
                    "Commits the SEV-SNP firmware that runs.",
                    "no firmware older than the one that runs can be loaded again"));

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final Row row;
    private final PlatformOptions platform = rows.add(new PlatformOptions());
    private final Confirmation confirmation = rows.add(new Confirmation());
    private final OutputFormat answer = rows.add(new OutputFormat());

    /**
     * One of them.
     *
     * @param name by which it is called
     * @param command what is sent
     * @param meaning for the help
     * @param loss what cannot be undone; empty where nothing is lost
     */
    record Row(String name, BarePlatformCommand command, String meaning, String loss) {}

    private SimplePlatformCommand(CommandContext session, Row row) {
        this.session = session;
        this.row = row;
    }

    static CommandModel model(CommandContext session, Row row) {
        SimplePlatformCommand command = new SimplePlatformCommand(session, row);
        return CommandModel.of(command, command.rows).named(row.name()).meaning(row.meaning());
    }

    @Override
    public void run() {
        if (!row.loss().isEmpty()) {
            confirmation.require(session, row.loss());
        }
        platform.channel(session).execute(row.command());
        platform.print(session, answer, PlatformReport.done(row.name()));
    }
}
