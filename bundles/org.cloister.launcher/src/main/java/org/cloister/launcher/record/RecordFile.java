// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.TrustedPath;
import org.cloister.launcher.codes.LauncherCodes;

/**
 * A file of lines that is one of a bounded number: when it is full it is renamed to {@code NAME.1}, that one to
 * {@code NAME.2}, and so on; the oldest goes. A line is in it as a whole or not at all. Lines that could not be written
 * are counted and reported once; their number is the first line that can be written again. One platform writes into one
 * file. Safe for use by several threads.
 */
public final class RecordFile implements AutoCloseable {
    /** Some 40,000 lines. */
    static final long MOST_BYTES = 8L << 20;

    private static final int FILES = 8;
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final long most;
    private final Consumer<String> complaints;
    private FileChannel channel;
    private Object key;
    private long lost;

    private RecordFile(Path path, long most, Consumer<String> complaints, FileChannel channel, Object key) {
        this.path = path;
        this.most = most;
        this.complaints = complaints;
        this.channel = channel;
        this.key = key;
    }

    /**
     * Opens a file, or makes it, for its user alone.
     *
     * @param path in a folder that others cannot change
     * @param complaints notified when lines are lost, and when that ends
     * @throws org.cloister.api.CloisterException {@code record.file}, or why others could have written it
     */
    public static RecordFile open(Path path, Consumer<String> complaints) {
        return open(path, MOST_BYTES, complaints);
    }

    static RecordFile open(Path path, long most, Consumer<String> complaints) {
        TrustedPath.requireParents(path);
        try {
            // A sticky one will not do: others could take the name while the file is rotated
            TrustedPath.requireFolder(path.toAbsolutePath().getParent().toRealPath());
            requireOwn(path);
            return new RecordFile(path, most, complaints, FileChannel.open(path, OPTIONS, MODE), key(path));
        } catch (IOException e) {
            throw Problem.host(LauncherCodes.RECORD_FILE, "this file cannot keep the record")
                    .at(path.toString())
                    .found(reason(e))
                    .remedy("name another one with --record FILE")
                    .exception(e);
        }
    }

    /** Before it is opened: a pipe would be waited for. */
    private static void requireOwn(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            TrustedPath.requireFile(path);
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void reopen() throws IOException {
        channel.close();
        try {
            requireOwn(path);
        } catch (CloisterException e) {
            throw new IOException(e.problem().what(), e);
        }
        channel = FileChannel.open(path, OPTIONS, MODE);
        key = key(path);
    }

    /** Somebody else may rotate it too, such as logrotate(8). */
    private boolean moved() throws IOException {
        try {
            return !key.equals(key(path));
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Adds a line. */
    synchronized void append(String line) {
        try {
            if (lost > 0) {
                // Together: where only the first has room, nothing is written again yet
                write("{\"event\":\"lost\",\"lines\":" + lost + "}\n" + line);
                complaints.accept("the record " + path + " is written again; " + lost + " lines are lost");
                lost = 0;
            } else {
                write(line);
            }
        } catch (IOException e) {
            if (lost++ == 0) {
                complaints.accept("the record " + path + " cannot be written (" + reason(e)
                        + "); lines are lost until it can: make room, or fix what is wrong with its folder");
            }
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (!channel.isOpen() || moved()) {
            reopen();
        }
        if (channel.size() > 0 && channel.size() + bytes.remaining() > most) {
            rotate();
        }
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private void rotate() throws IOException {
        for (int i = FILES - 1; i > 1; i--) {
            Path younger = numbered(i - 1);
            if (Files.exists(younger, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(younger, numbered(i), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        reopen();
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // What was written is written
        }
    }
}
