// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.monitor.codes.MonitorCodes;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/** Commands that look into a guest's memory (QEMU, qapi/machine.json). */
final class MemoryCommands {
    private static final int PIECE = 1 << 20;
    private static final long MOST = 1L << 40;

    private final MonitoredRun run;
    private final Path folder;

    MemoryCommands(MonitoredRun run, Path folder) {
        this.run = run;
        this.folder = folder;
    }

    List<Command> table() {
        return List.of(new Command(
                "pmemsave",
                List.of(
                        Parameter.required("val", Type.UINT64),
                        Parameter.required("size", Type.UINT64),
                        Parameter.required("filename", Type.STRING)),
                Shape.NOTHING,
                this::save));
    }

    private JsonElement save(Arguments arguments) {
        long gpa = arguments.number("val");
        long size = arguments.number("size");
        HostView look = new HostView(run.guest(), run.limits());
        requireBounded(gpa, size);
        Path file = path(arguments.text("filename"));
        try {
            write(file, look, gpa, size);
        } catch (IOException e) {
            throw Problem.operation(MonitorCodes.MONITOR_FILE, "the memory could not be written to this file")
                    .at(file.toString())
                    .found(e)
                    .exception(e);
        }
        return new JsonObject();
    }

    /** QEMU takes any size, and would fill the disk with zeros. */
    private static void requireBounded(long gpa, long size) {
        if (size < 0 || size > MOST) {
            throw Problem.input(MonitorCodes.MONITOR_RANGE, "no guest has so much memory")
                    .at(Numbers.hex(gpa))
                    .found(Long.toUnsignedString(size) + " bytes")
                    .expected("at most " + MOST + " bytes")
                    .exception();
        }
    }

    private Path path(String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw Problem.input(MonitorCodes.MONITOR_FILE_NAME, "this is not a file name")
                    .found(name)
                    .exception(e);
        }
    }

    /** A file that exists is written to and not replaced, as QEMU does: who gave its name may have it open. */
    private static void write(Path file, HostView look, long gpa, long size) throws IOException {
        boolean created = created(file);
        boolean complete = false;
        try (OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long done = 0; done < size; done += PIECE) {
                look.at(gpa + done, (int) Math.min(PIECE, size - done)).writeTo(out);
            }
            complete = true;
        } finally {
            if (created && !complete) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean created(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
