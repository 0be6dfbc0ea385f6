package org.cloister.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.cli.session.Session;

/**
 * Files that a command makes. All are written under temporary names first and get their own when all are complete, so that nobody ever
 * reads half a file, and nothing is replaced without having been asked for, not even what came meanwhile. What is a secret nobody but the user can read, at no moment.
 */
final class OutputFiles {
    private static final Set<PosixFilePermission> USER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Session session;
    private final boolean force;
    private final Map<Path, Content> contents = new LinkedHashMap<>();

    /** What goes into a file. */
    private record Content(boolean secret, Writing writing) {}

    /** Writes a content. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /**
     * No files yet.
     *
     * @param force whether files that exist may be replaced
     */
    OutputFiles(Session session, boolean force) {
        this.session = session;
        this.force = force;
    }

    /** A path that the caller named. */
    Path path(String name) {
        try {
            return session.folder().resolve(name);
        } catch (InvalidPathException e) {
            throw Problem.input("file.name", "this is no file name").at(name).exception(e);
        }
    }

    /**
     * Adds a file, to be written with the others.
     *
     * @throws CloisterException {@code file.twice}; {@link #addSecret} likewise
     */
    OutputFiles add(Path target, Bytes content) {
        put(target, new Content(false, content::writeTo));
        return this;
    }

    /**
     * Adds a file with a key or another secret, to be written with the others and readable by the user alone.
     *
     * @param content read when the files are written; the caller wipes it afterwards
     */
    OutputFiles addSecret(Path target, byte[] content) {
        put(target, new Content(true, out -> out.write(content)));
        return this;
    }

    private void put(Path target, Content content) {
        if (contents.put(target.normalize(), content) != null) {
            throw Problem.input("file.twice", "two contents would go into this file")
                    .at(target.toString())
                    .remedy("name different files")
                    .exception();
        }
    }

    /**
     * Writes all files; makes their folder if it is missing.
     *
     * @throws CloisterException {@code file.exists} when there is such a file already, {@code file.kind} for what is no file,
     *     {@code file.unwritable}
     */
    void write() {
        contents.keySet().forEach(this::requireFree);
        Map<Path, Path> written = new LinkedHashMap<>();
        Deque<Path> made = new ArrayDeque<>();
        try {
            contents.keySet().forEach(target -> makeFolder(target, made));
            contents.forEach((target, content) -> written.put(temporary(target, content), target));
            written.forEach(this::place);
        } finally {
            written.keySet().forEach(OutputFiles::discard);
            // A folder that files were written into stays
            made.forEach(OutputFiles::discard);
        }
    }

    /** Makes the folder of a file, and notes each one that was missing, the innermost first. */
    private static void makeFolder(Path target, Deque<Path> made) {
        Deque<Path> missing = new ArrayDeque<>();
        Path folder = target.toAbsolutePath().getParent();
        while (folder != null && Files.notExists(folder)) {
            missing.push(folder);
            folder = folder.getParent();
        }
        try {
            if (folder != null && !Files.isDirectory(folder)) {
                throw new FileAlreadyExistsException(folder.toString());
            }
            for (Path next : missing) {
                makeOne(next, made);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void makeOne(Path folder, Deque<Path> made) throws IOException {
        try {
            Files.createDirectory(folder);
            made.push(folder);
        } catch (FileAlreadyExistsException e) {
            // Another process may have made it in between
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Refuses a file that cannot be written because of what is there already; {@link #write} does so too. */
    void requireFree(Path target) {
        if (Files.isDirectory(target)) {
            throw Problem.input("file.folder", "this is a folder")
                    .at(target.toString())
                    .expected("a file")
                    .exception();
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw Problem.input("file.kind", "this is a device, a pipe or a socket, and no file that could be replaced")
                    .at(target.toString())
                    .expected("a file")
                    .remedy("write a file, and copy it there")
                    .exception();
        }
        if (!force && Files.exists(target)) {
            throw exists(target);
        }
    }

    private static CloisterException exists(Path target) {
        return Problem.input("file.exists", "this file exists already")
                .at(target.toString())
                .remedy("replace it with --force, or name another")
                .exception();
    }

    private static Path temporary(Path target, Content content) {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = open(temporary, content.secret())) {
                content.writing().to(out);
            }
            return temporary;
        } catch (IOException e) {
            discard(temporary);
            throw unwritable(target, e);
        }
    }

    private static OutputStream open(Path temporary, boolean secret) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Channels.newOutputStream(
                secret
                        ? Files.newByteChannel(temporary, options, PosixFilePermissions.asFileAttribute(USER_ALONE))
                        : Files.newByteChannel(temporary, options));
    }

    private void place(Path temporary, Path target) {
        Placing placing = force ? Placing::over : Placing::anew;
        try {
            placing.place(temporary, target);
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftBehind) {
            // What matters has been told of already
        }
    }

    private static CloisterException unwritable(Path target, IOException cause) {
        if (cause instanceof FileAlreadyExistsException || cause instanceof NoSuchFileException) {
            return Problem.input("file.folder", "the folder of this file is none")
                    .at(target.toString())
                    .found(cause.getMessage())
                    .exception(cause);
        }
        if (cause instanceof AccessDeniedException) {
            return Problem.input("file.denied", "you may not write this file")
                    .at(target.toString())
                    .exception(cause);
        }
        return Problem.operation("file.unwritable", "this file cannot be written")
                .at(target.toString())
                .found(cause.getMessage())
                .exception(cause);
    }
}
