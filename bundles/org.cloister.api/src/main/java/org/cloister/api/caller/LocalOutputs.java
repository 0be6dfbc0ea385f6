// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Outputs of a caller in this process. */
final class LocalOutputs implements OutputSet {
    private static final Set<PosixFilePermission> USER_ALONE = PosixFilePermissions.fromString("rw-------");
    /** Others may read what is not a secret, as the umask has it, and never write, whatever the umask. */
    private static final Set<PosixFilePermission> USER_WRITES = PosixFilePermissions.fromString("rw-r--r--");

    private static final Set<PosixFilePermission> USER_FILLS = PosixFilePermissions.fromString("rwxr-xr-x");

    private final boolean force;
    private final ReadFiles read;
    private final List<Output> written = new ArrayList<>();
    private final List<Path> placed = new ArrayList<>();
    private final MadeFolders folders = new MadeFolders();
    private Output current;

    /**
     * No files yet.
     *
     * @param read inputs, which are never replaced
     */
    LocalOutputs(boolean force, ReadFiles read) {
        this.force = force;
        this.read = read;
    }

    /** A file under its temporary name. */
    private record Output(Path target, Path temporary, OutputStream stream) {}

    @Override
    public void requireFree(Path target) {
        if (Files.isDirectory(target)) {
            throw Unwritable.folder(target);
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw Unwritable.noFile(target);
        }
        if (!force && Files.exists(target)) {
            throw Unwritable.exists(target);
        }
        if (isInput(target)) {
            throw Unwritable.input(target);
        }
    }

    private boolean isInput(Path target) {
        try {
            return read.contains(target);
        } catch (IOException e) {
            throw Unwritable.because(target, e);
        }
    }

    @Override
    public void create(Path target, boolean secret) {
        complete();
        requireFree(target);
        try {
            folders.makeFor(target);
            Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            current = new Output(target, temporary, open(temporary, secret));
            written.add(current);
        } catch (IOException e) {
            throw Unwritable.because(target, e);
        }
    }

    private static OutputStream open(Path temporary, boolean secret) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Channels.newOutputStream(
                Files.newByteChannel(temporary, options, mode(temporary, secret ? USER_ALONE : USER_WRITES)));
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (current == null) {
            throw new IllegalStateException("no file was begun");
        }
        try {
            current.stream().write(bytes, offset, length);
        } catch (IOException e) {
            throw Unwritable.because(current.target(), e);
        }
    }

    private void complete() {
        if (current != null) {
            try {
                current.stream().close();
            } catch (IOException e) {
                throw Unwritable.because(current.target(), e);
            }
            current = null;
        }
    }

    @Override
    public void place() {
        complete();
        written.forEach(this::place);
        written.clear();
        placed.clear();
        folders.keep();
    }

    private void place(Output output) {
        // Another of these files may have made a folder of this name
        requireFree(output.target());
        try {
            if (force) {
                Placing.over(output.temporary(), output.target());
            } else {
                Placing.anew(output.temporary(), output.target());
                placed.add(output.target());
            }
        } catch (FileAlreadyExistsException e) {
            throw Unwritable.exists(output.target());
        } catch (IOException e) {
            throw Unwritable.because(output.target(), e);
        }
    }

    @Override
    public void close() {
        for (Output output : written) {
            try (OutputStream stream = output.stream()) {
                Files.deleteIfExists(output.temporary());
            } catch (IOException leftBehind) {
                // The failure that matters has been reported already
            }
        }
        // Those that had their names already, when one of the others could not have its own
        placed.forEach(MadeFolders::discard);
        folders.discard();
        written.clear();
        placed.clear();
        current = null;
    }

    /** The folders that were missing; they stay only with a file in them. */
    private static final class MadeFolders {
        private final Deque<Path> made = new ArrayDeque<>();

        /** Makes the folder of a file, and notes each one that was missing, the innermost first. */
        void makeFor(Path target) throws IOException {
            Deque<Path> missing = new ArrayDeque<>();
            Path folder = target.toAbsolutePath().getParent();
            while (folder != null && Files.notExists(folder)) {
                missing.push(folder);
                folder = folder.getParent();
            }
            if (folder != null && !Files.isDirectory(folder)) {
                throw new FileAlreadyExistsException(folder.toString());
            }
            for (Path next : missing) {
                makeOne(next);
            }
        }

        private void makeOne(Path folder) throws IOException {
            try {
                Files.createDirectory(folder, mode(folder, USER_FILLS));
                made.push(folder);
            } catch (FileAlreadyExistsException e) {
                // Another process may have made it in between
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }

        void keep() {
            made.clear();
        }

        void discard() {
            made.forEach(MadeFolders::discard);
            made.clear();
        }

        static void discard(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException leftBehind) {
                // The failure that matters has been reported already
            }
        }
    }
}
