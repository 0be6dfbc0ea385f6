// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.GuestsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stop}: ends guests of a running platform. */
@Command(
        name = "stop",
        description = "Ends guests of the running platform and gives back all they had.",
        sortOptions = false)
final class StopCommand implements Runnable {
    private final CommandContext session;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The guests, as 'list' names them.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All guests, newest first.")
    private boolean all;

    @Mixin
    private RunFolderOption folder;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private StopCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new StopCommand(session));
    }

    @Override
    public void run() {
        folder.refuse();
        if (all != ids.isEmpty()) {
            throw Problem.input("stop.which", "either guests are named, or --all is said")
                    .remedy("see 'list' for their names")
                    .exception();
        }
        List<Guest> stopped = chosen(session.launcher().guests());
        stopped.forEach(Guest::close);
        answer.print(
                session,
                () -> Json.text(GuestsReport.stopped(stopped)),
                () -> stopped.stream().map(guest -> "stopped  " + guest.id()).toList());
    }

    /** All are found before any is ended. */
    private List<Guest> chosen(List<Guest> guests) {
        if (!all) {
            return ids.stream().distinct().map(new LiveGuests(guests)::named).toList();
        }
        List<Guest> newestFirst = new ArrayList<>(guests);
        Collections.reverse(newestFirst);
        return newestFirst;
    }
}
