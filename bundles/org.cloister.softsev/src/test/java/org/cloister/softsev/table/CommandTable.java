// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.junit.jupiter.api.DynamicTest;

/**
 * What commands answer in states, with the source of each answer. A cell is {@code done K}, {@code 25/- K} for an error
 * number without the firmware, {@code 5/02 F} for one with the firmware's status in hexadecimal, or {@code 0/02 F} for
 * a status that a guest is given; {@code -} stands where no guest that the command is about gets into that state.
 *
 * @param rowsAre the heading of the first column
 * @param states the columns
 * @param rows one for each command
 */
public record CommandTable(String rowsAre, List<String> states, List<Row> rows) {
    private static final Map<Integer, String> ERRORS = Map.of(
            Errno.EPERM, "EPERM",
            Errno.EIO, "EIO",
            Errno.EBADF, "EBADF",
            Errno.EFAULT, "EFAULT",
            Errno.EBUSY, "EBUSY",
            Errno.EEXIST, "EEXIST",
            Errno.EINVAL, "EINVAL",
            Errno.ENOTTY, "ENOTTY");

    /** A command. */
    public record Row(String command, List<Cell> cells) {}

    /**
     * An answer.
     *
     * @param errno 0 for a command that is done
     * @param status of the firmware; -1 when it is not asked
     * @param source the letter of a source
     */
    public record Cell(int errno, int status, String source) {
        private static final Cell NEVER = new Cell(-1, -1, "");

        static Cell parse(String text) {
            String[] parts = text.strip().split(" +");
            if (parts[0].equals("-")) {
                return NEVER;
            }
            if (parts[0].equals("done")) {
                return new Cell(0, 0, parts[1]);
            }
            String[] numbers = parts[0].split("/");
            int status = numbers[1].equals("-") ? FirmwareStatus.NOT_CALLED : Integer.parseInt(numbers[1], 16);
            return new Cell(Integer.parseInt(numbers[0]), status, parts[1]);
        }

        /** Whether the command is carried out. */
        public boolean done() {
            return errno == 0 && status == 0;
        }

        /** The answer in words. */
        String words() {
            if (this == NEVER) {
                return "–";
            }
            String kernel = errno == 0 ? "" : ERRORS.get(errno) + " ";
            String firmware = status == FirmwareStatus.NOT_CALLED || done()
                    ? ""
                    : FirmwareStatus.of(status).orElseThrow() + " ";
            return (done() ? "done " : kernel + firmware) + "[" + source + "]";
        }
    }

    /** Reads a table whose columns are separated by bars; the first line has the states. */
    public static CommandTable parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\\|");
            List<Cell> cells = Arrays.stream(parts).skip(1).map(Cell::parse).toList();
            rows.add(new Row(parts[0].strip(), cells));
        }
        String[] head = lines.get(0).split("\\|");
        return new CommandTable(
                head[0].strip(), Arrays.stream(head).skip(1).map(String::strip).toList(), rows);
    }

    /** A test of each cell. */
    public Stream<DynamicTest> cells(CellCheck check) {
        return rows.stream()
                .flatMap(row -> IntStream.range(0, states.size())
                        .filter(column -> row.cells().get(column) != Cell.NEVER)
                        .mapToObj(column -> DynamicTest.dynamicTest(
                                row.command() + " in " + states.get(column), () -> check.check(row, column))));
    }

    /** What is done with one cell. */
    @FunctionalInterface
    public interface CellCheck {
        void check(Row row, int column) throws Exception;
    }

    /** The table for people. */
    public String markdown() {
        StringBuilder out = new StringBuilder("| " + rowsAre + " | " + String.join(" | ", states) + " |\n");
        out.append("|---".repeat(states.size() + 1)).append("|\n");
        for (Row row : rows) {
            out.append("| ").append(row.command()).append(" | ");
            out.append(String.join(" | ", row.cells().stream().map(Cell::words).toList()))
                    .append(" |\n");
        }
        return out.toString();
    }
}
