// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** Lines at the end of a file, each there once it is written. Safe for use by several threads. */
final class TextLog implements AutoCloseable {
    private final Writer file;
    private final Consumer<String> told;
    private boolean failed;

    /**
     * Lines to a file.
     *
     * @param told gets a word where the file takes no more
     */
    TextLog(Writer file, Consumer<String> told) {
        this.file = file;
        this.told = told;
    }

    /**
     * Opens a file, and makes it where there is none.
     *
     * @param name as the caller said it; null for lines that go nowhere
     * @throws org.cloister.api.CloisterException {@code log.file}
     */
    static TextLog of(CommandContext session, String name) {
        if (name == null) {
            return new TextLog(Writer.nullWriter(), word -> {});
        }
        Path path = session.files().path(name);
        try {
            return new TextLog(
                    Files.newBufferedWriter(
                            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    why -> session.streams()
                            .err()
                            .println("cloister: " + path
                                    + ": lines are missing from here on, as the file takes no more (" + why + ")"));
        } catch (IOException e) {
            throw Problem.input(CliCodes.LOG_FILE, "this file cannot be written")
                    .at(path.toString())
                    .found(e.getClass().getSimpleName())
                    .remedy("name a file in a folder that is there, and that this user may write")
                    .exception(e);
        }
    }

    /** Adds a line. What the lines are about goes on where the file takes no more, which is said once. */
    synchronized void line(String text) {
        if (failed) {
            return;
        }
        try {
            file.write(text + "\n");
            file.flush();
        } catch (IOException e) {
            failed = true;
            told.accept(e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            file.close();
        } catch (IOException e) {
            // What could not be written before cannot be now
            if (!failed) {
                throw e;
            }
        }
    }
}
