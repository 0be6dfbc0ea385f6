// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.GuestsReport;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code stop}: ends guests of a running platform. */
final class StopCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> ids = rows.operands("0..*", "ID", "The guests, as 'list' names them.");
    private final OptionRow<Boolean> all = rows.flag("--all", "All guests, newest first.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private StopCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        StopCommand command = new StopCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        if (all.value() != ids.value().isEmpty()) {
            throw Problem.input(CliCodes.STOP_WHICH, "give either names of guests or --all")
                    .remedy("see 'list' for their names")
                    .exception();
        }
        List<Guest> stopped = chosen(LiveGuests.of(session.launcher()));
        stopped.forEach(Guest::close);
        answer.print(
                session,
                () -> Json.text(GuestsReport.stopped(stopped)),
                () -> stopped.stream().map(guest -> "stopped  " + guest.id()).toList());
    }

    /** All are found before any is ended. */
    private List<Guest> chosen(LiveGuests there) {
        if (!all.value()) {
            return ids.value().stream().distinct().map(there::named).toList();
        }
        List<Guest> newestFirst = new ArrayList<>(there.guests());
        Collections.reverse(newestFirst);
        return newestFirst;
    }
}
