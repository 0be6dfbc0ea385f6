// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MemoryReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.UnsignedNumber;

/** {@code memory read}. */
final class MemoryReadCommand implements Runnable {
    /** Bytes that go into a file at most. */
    static final int MOST = 16 << 20;

    private static final int MOST_PRINTED = 64 << 10;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> id = rows.operand("ID", "The guest, as 'list' names it.");
    private final OptionRow<Long> gpa = rows.operand("GPA", "The first guest-physical address, decimal or 0x HEX.")
            .as(Long.class, new UnsignedNumber(Long.SIZE - 1));
    private final OptionRow<Long> size = rows.operand(
                    "SIZE", "How many bytes, decimal or 0x HEX: at most 64 KiB, with --out at most 16 MiB.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE));
    private final OptionRow<String> out =
            rows.text("--out", "FILE", "Write the bytes there as they are, readable by you alone.");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace the file when it exists.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private MemoryReadCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        MemoryReadCommand command = new MemoryReadCommand(session);
        return CommandModel.of(command, command.rows)
                .named("read")
                .meaning(
                        "Reads private memory of a guest in clear, in hexadecimal or into a file. Only where the guest's",
                        "policy allows the host to debug it (--debug on at its launch).");
    }

    @Override
    public void run() {
        folder.refuse();
        Guest guest = LiveGuests.of(session.launcher()).named(id.value());
        OutputFiles output = new OutputFiles(session, force.value());
        Optional<Path> file = Optional.ofNullable(out.value()).map(output::path);
        requireSize(size.value(), file.isPresent() ? MOST : MOST_PRINTED);
        file.ifPresent(output::requireFree);
        Bytes content = guest.debugRead(gpa.value(), size.value().intValue(), Limits.of(session.cancellation()));
        file.ifPresent(target -> write(output, target, content));
        MemoryReport report = MemoryReport.read(guest, gpa.value(), content, file);
        answer.print(session, () -> Json.text(report.json()), report::text);
    }

    private static void write(OutputFiles output, Path target, Bytes content) {
        byte[] plaintext = content.toArray();
        try {
            output.addSecret(target, plaintext).write();
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static void requireSize(long size, int most) {
        if (size < 1 || size > most) {
            throw Problem.input(CliCodes.MEMORY_PIECE, "so much memory is not taken at once")
                    .found(size + " bytes")
                    .expected("1 to " + most + " bytes")
                    .remedy(
                            most == MOST_PRINTED
                                    ? "name a file with --out, for up to 16 MiB"
                                    : "take it in several pieces")
                    .exception();
        }
    }
}
