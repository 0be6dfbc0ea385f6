package org.cloister.softsev.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.Problem;

/** Files that only their owner reads, and that are there as a whole or not at all. */
final class PrivateFiles {
    /** How a file is opened that may have to be made. */
    static final Set<OpenOption> CREATED =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final Set<OpenOption> REPLACED =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?>[] NONE = {};

    private PrivateFiles() {}

    /** Makes a folder, when it is not there. */
    static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Path parent = folder.toAbsolutePath().getParent();
                Files.createDirectories(parent);
                Files.createDirectory(folder, posix(parent) ? attributes(FOLDER) : NONE);
            }
        } catch (IOException e) {
            requireFolder(folder, e);
        }
    }

    // Another process may have made it in between.
    private static void requireFolder(Path folder, IOException cause) {
        if (!Files.isDirectory(folder)) {
            throw failed(folder, cause);
        }
    }

    /** The mode of a new file in a folder, where its file system has modes. */
    static FileAttribute<?>[] mode(Path folder) {
        return posix(folder) ? attributes(FILE) : NONE;
    }

    /**
     * The content of a file.
     *
     * @param most more bytes than that are not read; one more shows that there are more
     */
    static Optional<byte[]> read(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(most + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Puts content in the place of a file's. Whenever the process or the machine stops, there is the old content or the new. */
    static void replace(Path file, byte[] content) {
        Path temporary = temporary(file);
        try {
            try (FileChannel out = FileChannel.open(temporary, REPLACED, mode(file.getParent()))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file.getParent());
        } catch (IOException e) {
            discard(temporary);
            throw failed(file, e);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftBehind) {
            // Whoever opens the folder next removes it
        }
    }

    /** Removes a file, and what a process that was stopped has left of it. */
    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(temporary(file));
            forceFolder(file.getParent());
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Removes what a process that was stopped has left of a file. */
    static void tidy(Path file) {
        try {
            Files.deleteIfExists(temporary(file));
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    static RuntimeException failed(Path file, IOException cause) {
        return Problem.host("state.io", "the platform's state cannot be read or written")
                .at(file.toString())
                .found(reason(cause))
                .remedy("look at the folder's permissions and at the room on its file system")
                .exception(cause);
    }

    // Java's messages are bare file names where its classes say what is wrong.
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file where a folder has to be";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        String said = cause instanceof FileSystemException known ? known.getReason() : cause.getMessage();
        return said == null ? cause.toString() : said;
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    // A renamed file is on the disk when its folder is.
    private static void forceFolder(Path folder) throws IOException {
        if (posix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean posix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> mode) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }
}
