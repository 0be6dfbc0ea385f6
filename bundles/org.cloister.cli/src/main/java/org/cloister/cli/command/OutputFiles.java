// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.caller.OutputSet;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** Files that a command makes for its caller, all or none of them; see {@link OutputSet}. */
final class OutputFiles {
    private final CommandContext session;
    private final boolean force;
    private final Map<Path, Content> contents = new LinkedHashMap<>();

    /** What goes into a file. */
    private record Content(Path target, boolean secret, Writing writing) {
        void to(OutputSet files) {
            files.create(target, secret);
            try {
                writing.to(new Going(files));
            } catch (IOException e) {
                // Files refuse in words of their own
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes a content. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Into the file that was begun last. */
    private static final class Going extends OutputStream {
        private final OutputSet files;

        Going(OutputSet files) {
            this.files = files;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            files.write(bytes, offset, length);
        }
    }

    /**
     * No files yet.
     *
     * @param force whether files that exist may be replaced
     */
    OutputFiles(CommandContext session, boolean force) {
        this.session = session;
        this.force = force;
    }

    /** A path that the caller named. */
    Path path(String name) {
        return session.files().path(name);
    }

    /**
     * Adds a file, to be written with the others.
     *
     * @throws CloisterException {@code file.twice}; {@link #addSecret} in the same way
     */
    OutputFiles add(Path target, Bytes content) {
        put(new Content(target, false, content::writeTo));
        return this;
    }

    /**
     * Adds a file with a key or another secret, to be written with the others and readable by the user alone.
     *
     * @param content read when the files are written; the caller wipes it afterwards
     */
    OutputFiles addSecret(Path target, byte[] content) {
        put(new Content(target, true, out -> out.write(content)));
        return this;
    }

    private void put(Content content) {
        if (contents.put(content.target().normalize(), content) != null) {
            throw Problem.input(CliCodes.FILE_TWICE, "two contents would go into this file")
                    .at(content.target().toString())
                    .remedy("name different files")
                    .exception();
        }
    }

    /**
     * Writes all files; makes their folder if it is missing.
     *
     * @throws CloisterException {@code file.exists} when there is such a file already, {@code file.kind} for what is
     *     not a file, {@code file.unwritable}
     */
    void write() {
        if (contents.isEmpty()) {
            return;
        }
        try (OutputSet files = session.files().outputs(force)) {
            contents.values().forEach(content -> files.requireFree(content.target()));
            contents.values().forEach(content -> content.to(files));
            files.place();
        }
    }

    /** Refuses a file that cannot be written because of what is there already; {@link #write} does so too. */
    void requireFree(Path target) {
        try (OutputSet files = session.files().outputs(force)) {
            files.requireFree(target);
        }
    }
}
