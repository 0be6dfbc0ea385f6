// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that are written under a random name first, which must not exist and is not a link, and then take their place
 * in one step: readers see the old content or the new, and links that others put there meanwhile are not followed. All
 * have mode 0600.
 *
 * <p>Stateless; safe for use by several threads. Failures are {@code files.io}, of kind {@code HOST}.
 */
public final class NewFile {
    private static final String MODE = "rw-------";
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final String ENDING = ".new";
    private static final int RANDOM_BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewFile() {}

    /**
     * Puts content in the place of a file's, or makes the file.
     *
     * @param file a path with a name; what has that name is replaced and, where it is a link, not followed
     */
    public static void replace(Path file, byte[] content) {
        place(
                file,
                content,
                temporary -> Files.move(
                        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /**
     * Makes a file where nothing is.
     *
     * @throws org.cloister.api.CloisterException {@code files.io} when something has that name, whenever it came
     */
    public static void create(Path file, byte[] content) {
        // A second name is refused where the name is taken, while a move would replace it
        place(file, content, temporary -> {
            Files.createLink(file, temporary);
            Files.delete(temporary);
        });
    }

    /** Gives the file its name. */
    @FunctionalInterface
    private interface Placing {
        void place(Path temporary) throws IOException;
    }

    private static void place(Path file, byte[] content, Placing placing) {
        Path temporary = temporary(file);
        try {
            write(temporary, content);
            placing.place(temporary);
            forceFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            discard(temporary);
            throw FileProblem.failed(file, e);
        }
    }

    private static void write(Path temporary, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(temporary, OPTIONS, mode(temporary))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    private static FileAttribute<?>[] mode(Path file) {
        return FileOwner.known(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))}
                : new FileAttribute<?>[0];
    }

    private static Path temporary(Path file) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return file.resolveSibling(
                "." + file.getFileName() + "." + HexFormat.of().formatHex(random) + ENDING);
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftBehind) {
            // The first failure is reported; who tidies the folder removes it
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
            forceFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw FileProblem.failed(file, e);
        }
    }

    /**
     * Removes what writers that were killed have left of files that they did not finish. Nobody else may be writing.
     */
    public static void tidy(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> left = files.filter(NewFile::isTemporary).toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw FileProblem.failed(folder, e);
        }
    }

    private static boolean isTemporary(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[.].+[.][0-9a-f]{" + 2 * RANDOM_BYTES + "}[.]new");
    }

    /** A renamed file is on the disk when its folder is. */
    private static void forceFolder(Path folder) throws IOException {
        if (FileOwner.known(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
