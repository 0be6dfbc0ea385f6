// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands of {@code platform} that say nothing but what is to be done. */
@Command(sortOptions = false)
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
    private final Row row;

    @Mixin
    private PlatformOptions platform;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

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

    static CommandLine line(CommandContext session, Row row) {
        CommandLine line = new CommandLine(new SimplePlatformCommand(session, row)).setCommandName(row.name());
        line.getCommandSpec().usageMessage().description(row.meaning());
        return line;
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
