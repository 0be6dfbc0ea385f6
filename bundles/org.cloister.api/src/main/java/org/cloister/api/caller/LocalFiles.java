// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * The files of a caller in this process, for one command: what it has read is not replaced by what it writes.
 *
 * @param folder what relative names start from
 * @param read what the command has read
 */
public record LocalFiles(Path folder, ReadFiles read) implements CallerFiles {
    /** Checks that both are there. */
    public LocalFiles {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(read, "read");
    }

    /** The files of a command that has read none. */
    public LocalFiles(Path folder) {
        this(folder, new ReadFiles());
    }

    @Override
    public Path path(String name) {
        return path(name, name);
    }

    /**
     * The path of a file or folder that this process reads by itself: a file is an input from now on.
     *
     * @param name as the caller wrote it
     * @throws CloisterException {@code file.name}, {@code file.unreadable}
     */
    public Path input(String name) {
        Path file = path(name);
        try {
            read.add(file);
        } catch (IOException e) {
            throw refused(name, e);
        }
        return file;
    }

    private Path path(String where, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw Problem.input(ProblemCodes.FILE_NAME, "this is not a file name")
                    .at(where)
                    .exception(e);
        }
    }

    @Override
    public InputStream open(String where, String name) {
        Path file = path(where, name);
        if (Files.isDirectory(file)) {
            throw Problem.input(ProblemCodes.FILE_FOLDER, "this is a folder")
                    .at(where)
                    .expected("a file")
                    .exception();
        }
        try {
            InputStream in = Files.newInputStream(file);
            read.add(file);
            return in;
        } catch (IOException e) {
            throw refused(where, e);
        }
    }

    private static CloisterException refused(String where, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return Problem.input(ProblemCodes.FILE_MISSING, "there is no such file")
                    .at(where)
                    .exception(cause);
        }
        if (cause instanceof AccessDeniedException) {
            return Problem.input(ProblemCodes.FILE_DENIED, "you may not read this file")
                    .at(where)
                    .exception(cause);
        }
        return CallerFiles.unreadable(where, cause);
    }

    @Override
    public OutputSet outputs(boolean force) {
        return new LocalOutputs(force, read);
    }
}
