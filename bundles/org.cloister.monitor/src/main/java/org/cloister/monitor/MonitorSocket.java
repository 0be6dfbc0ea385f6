// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.MadeFile;
import org.cloister.monitor.codes.MonitorCodes;

/**
 * A Unix socket that only its owner can connect to. The file is removed at the end; one that a dead process left is
 * replaced, and nothing else is ever deleted.
 */
public final class MonitorSocket implements AutoCloseable {
    private static final int UNIX_FILE_TYPE = 0170000;
    private static final int UNIX_SOCKET = 0140000;
    /** The longest path that a client can connect to ({@code sun_path} of unix(7), without the zero behind it). */
    private static final int MOST_BYTES = 107;

    /** So many clients wait for the one that is served to go; to more the kernel says EAGAIN, or lets them wait. */
    private static final int MOST_WAITING = 50;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_RADIX = 36;
    private static final int NAMES = NAME_RADIX * NAME_RADIX * NAME_RADIX;
    private static final int MOST_ATTEMPTS = 100;

    private final Path path;
    private final MadeFile file;
    private final ServerSocketChannel listening;

    private MonitorSocket(Path path, MadeFile file, ServerSocketChannel listening) {
        this.path = path;
        this.file = file;
        this.listening = listening;
    }

    /**
     * Begins to listen.
     *
     * @param path where the file goes; its folder has to be there
     * @throws CloisterException {@code monitor.socket} when there can be no socket there, {@code monitor.taken} when
     *     something else is there or somebody listens
     */
    public static MonitorSocket open(Path path) {
        requireFree(path);
        try {
            ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                bind(listening, path);
                return new MonitorSocket(path, MadeFile.of(path), listening);
            } catch (IOException | RuntimeException e) {
                listening.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw taken(path, "something that came this moment", "try again, or name another path");
        } catch (IOException e) {
            throw Problem.input(MonitorCodes.MONITOR_SOCKET, "there can be no socket here")
                    .at(path.toString())
                    .found(e.getMessage())
                    .expected("a path of 100 bytes at most, in a folder that you may write to")
                    .exception(e);
        }
    }

    /**
     * Made in a folder that nobody else can enter and linked from there: there is no moment in which others could
     * connect, and nothing is replaced that came meanwhile.
     */
    private static void bind(ServerSocketChannel listening, Path path) throws IOException {
        Path folder = privateFolder(path);
        Path made = folder.resolve("s");
        try {
            listening.bind(UnixDomainSocketAddress.of(made), MOST_WAITING);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.createLink(path, made);
        } finally {
            Files.deleteIfExists(made);
            Files.delete(folder);
        }
    }

    /** With a short name, as addresses have to be short. */
    private static Path privateFolder(Path path) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return Files.createDirectory(
                        path.resolveSibling("." + Integer.toString(RANDOM.nextInt(NAMES), NAME_RADIX)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void requireFree(Path path) {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw Problem.input(MonitorCodes.MONITOR_SOCKET, "this path is too long for the address of a socket")
                    .at(path.toString())
                    .expected("at most " + MOST_BYTES + " bytes")
                    .exception();
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw taken(path, "a file that is not a socket", "name another path; this file is not touched");
        }
        removeDead(path);
    }

    private static void removeDead(Path path) {
        try {
            MadeFile dead = MadeFile.of(path);
            if (answers(path)) {
                throw taken(path, "a socket that somebody listens on", "end that monitor, or name another path");
            }
            dead.remove();
        } catch (IOException e) {
            // Gone, or not to be removed: then the name is not free
        }
    }

    private static boolean isSocket(Path path) {
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & UNIX_FILE_TYPE) == UNIX_SOCKET;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static CloisterException taken(Path path, String found, String remedy) {
        return Problem.input(MonitorCodes.MONITOR_TAKEN, "there is something at the monitor's path already")
                .at(path.toString())
                .found(found)
                .remedy(remedy)
                .exception();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    boolean isOpen() {
        return listening.isOpen();
    }

    /** Waits for the next client. */
    SocketChannel accept() throws IOException {
        return listening.accept();
    }

    /** Stops listening and removes the file, unless somebody has put another one there. Closing twice is harmless. */
    @Override
    public void close() {
        if (!listening.isOpen()) {
            return;
        }
        try (listening) {
            file.remove();
        } catch (IOException e) {
            // Nobody listens there any more; the next monitor replaces it
        }
    }
}
