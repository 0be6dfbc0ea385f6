package org.cloister.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The folder where a running platform is found: it holds the control socket and the lock. Only its owner can enter it, which is what
 * keeps other users off the socket.
 *
 * @param path absolute
 */
record RunFolder(Path path) {
    private static final String PRIVATE = "rwx------";
    /** The end of a mode that gives nothing to group and others. */
    private static final String CLOSED = "------";

    private static final int ROOT = 0;
    /** The most that fits into a sockaddr_un before its final zero (unix(7)). */
    private static final int SOCKET_BYTES = 107;

    private static final String ANOTHER = "name another with --run DIR";
    private static final String OWNER = "run this as its owner, or " + ANOTHER;

    RunFolder {
        Objects.requireNonNull(path, "path");
    }

    /** The folder that is named, else the one in the environment, else the user's usual one. */
    static RunFolder of(Optional<String> named, Map<String, String> environment) throws StartException {
        String name = named.or(() -> said(environment, "CLOISTER_RUN")).orElse(null);
        try {
            Path path = name == null ? usual(environment) : Path.of(name).toAbsolutePath();
            return new RunFolder(path).requireShort();
        } catch (InvalidPathException e) {
            throw new StartException("'" + name + "' names no folder; " + ANOTHER);
        }
    }

    private RunFolder requireShort() throws StartException {
        int bytes = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SOCKET_BYTES) {
            throw new StartException(socket() + ": a socket cannot have so long a path (" + bytes + " bytes, at most "
                    + SOCKET_BYTES + "); " + ANOTHER);
        }
        return this;
    }

    /** Root's is always the same, so that a service and a shell of root agree about it. */
    private static Path usual(Map<String, String> environment) throws StartException {
        int user = user();
        if (user == ROOT) {
            return Path.of("/run/cloister");
        }
        return said(environment, "XDG_RUNTIME_DIR")
                .map(folder -> Path.of(folder, "cloister"))
                .orElse(Path.of("/tmp/cloister-" + user));
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(Predicate.not(String::isEmpty));
    }

    private static int user() throws StartException {
        try {
            return owner(Path.of("/proc/self"));
        } catch (IOException e) {
            throw new StartException("/proc cannot be read, which tells who runs this; mount it");
        }
    }

    private static int owner(Path path, LinkOption... options) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", options);
    }

    Path socket() {
        return path.resolve("control.sock");
    }

    Path lock() {
        return path.resolve("lock");
    }

    /** Makes the folder if it is missing, for a platform that is about to run. */
    void make() throws StartException {
        FileAttribute<?> forOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE));
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            Files.createDirectory(path, forOwner);
        } catch (FileAlreadyExistsException e) {
            requireThere(e);
        } catch (IOException e) {
            throw new StartException(path + ": this folder cannot be made (" + reason(e) + "); " + ANOTHER);
        }
    }

    /** What exists may be a file in the place of a folder above; how that looks from here differs between versions of Java. */
    private void requireThere(FileAlreadyExistsException found) throws StartException {
        if (!check()) {
            throw new StartException(found.getFile() + ": this is no folder; " + ANOTHER);
        }
    }

    /**
     * Makes sure that nobody else can have put a socket here.
     *
     * @return whether the folder is there
     * @throws StartException when it is not this user's own
     */
    boolean check() throws StartException {
        try {
            check(Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new StartException(path + ": this folder cannot be looked at (" + reason(e) + "); " + OWNER);
        }
    }

    private void check(PosixFileAttributes found) throws StartException, IOException {
        if (!found.isDirectory()) {
            throw new StartException(path + ": this is no folder, or a link; " + ANOTHER);
        }
        if (owner(path, LinkOption.NOFOLLOW_LINKS) != user()) {
            throw new StartException(
                    path + ": this folder belongs to " + found.owner().getName() + "; " + OWNER);
        }
        String mode = PosixFilePermissions.toString(found.permissions());
        if (!mode.endsWith(CLOSED)) {
            throw new StartException(
                    path + ": other users can enter this folder (" + mode
                            + "); name one that does not exist yet with --run DIR, or chmod 700 this one if nothing else needs it");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        return e instanceof NoSuchFileException ? "nothing can be made there" : e.getMessage();
    }
}
