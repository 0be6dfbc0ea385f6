// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Function;
import org.cloister.api.CloisterException;

/**
 * Keeps a private folder for one process. It lasts until it is closed or its process ends, however that ends.
 *
 * <p>Two things hold it, and either suffices. A lock of fcntl(2) on the file {@code lock}, which also says who has it;
 * that lock is lost when the process closes <em>any</em> descriptor of that file, so one careless read of it would give
 * the folder away. And a socket, {@code lock.sock}, that listens for as long as the process lives, whatever it reads: a
 * process that can connect to it knows that the folder is taken. No data is sent over it. Taking a folder over from a
 * process that was killed happens under the first lock, so that two cannot do it at a time.
 *
 * <p>Safe for use by several threads.
 */
public final class FolderLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final String SOCKET = "lock.sock";
    private static final int MOST_NAME = 256;
    /** The longest path that a socket can have ({@code sun_path} of unix(7), without the zero behind it). */
    private static final int MOST_PATH = 107;
    /**
     * Locked is one byte that is never written, so that who holds the lock can be read wherever locks are mandatory.
     */
    private static final long LOCKED_AT = 1L << 32;

    private static final Set<OpenOption> OPENED = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final MadeFile socket;
    private final FileChannel file;
    private final ServerSocketChannel listening;

    private FolderLock(Path folder, FileChannel file, ServerSocketChannel listening) throws IOException {
        this.socket = MadeFile.of(folder.resolve(SOCKET));
        this.file = file;
        this.listening = listening;
    }

    /**
     * Takes a folder.
     *
     * @param folder where {@code lock} and {@code lock.sock} are made; the former stays
     * @param held makes the exception for a folder that is taken, of who has it: {@code process 4711 since
     *     2026-01-31T12:00:00Z}
     * @throws CloisterException that one, or {@code files.io}
     */
    public static FolderLock take(PrivateFolder folder, Function<String, CloisterException> held) {
        Path path = folder.path();
        // Within a process the first kind of lock excludes nobody
        synchronized (FolderLock.class) {
            try {
                requireOwn(path.resolve(FILE));
                FileChannel file = FileChannel.open(
                        path.resolve(FILE),
                        OPENED,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try {
                    return take(path, file, held);
                } catch (IOException | RuntimeException e) {
                    file.close();
                    throw e;
                }
            } catch (IOException e) {
                throw FileProblem.failed(path.resolve(FILE), e);
            }
        }
    }

    /** A pipe or a device would be locked as well, and another's file would be written. */
    private static void requireOwn(Path file) throws IOException {
        if (FileOwner.known(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            FileOwner.of(file).requireOwnFile(file);
        }
    }

    private static FolderLock take(Path folder, FileChannel file, Function<String, CloisterException> held)
            throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder)) {
            Path socket = shortened(folder, open).resolve(SOCKET);
            if (!locked(file) || answers(socket)) {
                throw held.apply(holder(file));
            }
            removeDead(socket);
            ServerSocketChannel listening = listen(socket);
            try {
                file.truncate(0).write(ByteBuffer.wrap(name().getBytes(StandardCharsets.UTF_8)), 0);
                return new FolderLock(folder, file, listening);
            } catch (IOException | RuntimeException e) {
                listening.close();
                throw e;
            }
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock(LOCKED_AT, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void removeDead(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException(SOCKET + " is not a socket; move it away");
            }
            Files.delete(socket);
        }
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // A short queue: it fills up with those who asked, and a full one says the same as an answer
            listening.bind(UnixDomainSocketAddress.of(socket), 1);
            return listening;
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    /** Whether a living process listens; asked without waiting, as nobody takes up connections there. */
    private static boolean answers(Path socket) {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            // Not known to be dead, so taken for alive
            return true;
        }
    }

    /**
     * The same folder by a path that is short enough for a socket: by the descriptor under which this process has it
     * open.
     */
    private static Path shortened(Path folder, DirectoryStream<Path> open) throws IOException {
        if (bytes(folder.resolve(SOCKET)) <= MOST_PATH) {
            return folder;
        }
        Object wanted = key(folder);
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isDirectory(descriptor) && wanted.equals(key(descriptor))) {
                    return descriptor;
                }
            }
        }
        throw new IOException("the path is too long for a socket in it, at most " + MOST_PATH + " bytes");
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(MOST_NAME);
        file.read(read, 0);
        String text = StandardCharsets.UTF_8.decode(read.flip()).toString().strip();
        return text.isEmpty() ? "a process that has only just begun" : text;
    }

    private static String name() {
        ProcessHandle self = ProcessHandle.current();
        String since = self.info()
                .startInstant()
                .map(begin -> " since " + begin.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return "process " + self.pid() + since;
    }

    /** Gives the folder up. Closing twice is harmless. */
    @Override
    public void close() {
        synchronized (FolderLock.class) {
            if (!listening.isOpen()) {
                return;
            }
            // The name goes while we listen still: afterwards it may be that of the next holder's socket
            try (file;
                    listening) {
                file.truncate(0);
                socket.remove();
            } catch (IOException e) {
                // Given up all the same; the next one to take the folder removes what is left
            }
        }
    }
}
