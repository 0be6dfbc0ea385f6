// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MemoryReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.HexBytes;
import org.cloister.cli.value.UnsignedNumber;

/** {@code memory write}. */
final class MemoryWriteCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<Long> gpa = rows.operand("GPA", "The first guest-physical address, decimal or 0x HEX.")
            .as(Long.class, new UnsignedNumber(Long.SIZE - 1));
    private final OptionRow<Bytes> hex = rows.text("--hex", "HEX", "The bytes in hexadecimal, two digits each.")
            .as(Bytes.class, new HexBytes());
    private final OptionRow<String> in =
            rows.text("--in", "FILE", "The file with the bytes as they are, at most 16 MiB; - for standard input.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private MemoryWriteCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        MemoryWriteCommand command = new MemoryWriteCommand(session);
        return CommandModel.of(command, command.rows)
                .named("write")
                .meaning(
                        "Writes private memory of a guest, so that the guest reads these bytes there. Only where the",
                        "guest's policy allows the host to debug it (--debug on at its launch).");
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        Bytes content = content();
        guest.debugWrite(gpa.value(), content, Limits.of(session.cancellation()));
        MemoryReport report = MemoryReport.written(guest, gpa.value(), content.length());
        answer.print(session, () -> Json.text(report.json()), report::text);
    }

    private Bytes content() {
        if (hex.value() == null && in.value() == null || hex.value() != null && in.value() != null) {
            throw Problem.input(CliCodes.MEMORY_CONTENT, "what to write is given by --hex or by --in")
                    .at(Numbers.hex(gpa.value()))
                    .found(hex.value() == null ? "neither" : "both")
                    .exception();
        }
        return hex.value() != null
                ? hex.value()
                : new InputFiles(session)
                        .read("--in", in.value(), MemoryReadCommand.MOST >> 20)
                        .content();
    }
}
