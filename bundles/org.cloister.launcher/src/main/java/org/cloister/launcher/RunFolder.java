// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.FolderLock;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.files.ThisUser;
import org.cloister.launcher.codes.LauncherCodes;

/**
 * The folder where a running platform is found: it holds the control socket and the lock. Only its owner can enter it,
 * which is what keeps other users off the socket.
 *
 * @param path absolute
 */
record RunFolder(Path path) {
    private static final int ROOT = 0;
    /** The most that fits into a sockaddr_un before its final zero (unix(7)). */
    private static final int SOCKET_BYTES = 107;

    private static final String ANOTHER = "name another with --run DIR";

    RunFolder {
        Objects.requireNonNull(path, "path");
    }

    /** The folder that is named, else the one in the environment, else the user's usual one. */
    static RunFolder of(Optional<String> named, Map<String, String> environment) throws StartException {
        String name = named.or(() -> variable(environment, "CLOISTER_RUN")).orElse(null);
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
        return variable(environment, "XDG_RUNTIME_DIR")
                .map(folder -> Path.of(folder, "cloister"))
                .orElse(Path.of("/tmp/cloister-" + user));
    }

    private static int user() throws StartException {
        try {
            return ThisUser.number();
        } catch (UncheckedIOException e) {
            throw new StartException("/proc cannot be read, which shows who runs this; mount it");
        }
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(Predicate.not(String::isEmpty));
    }

    Path socket() {
        return path.resolve("control.sock");
    }

    /** Says which process has the folder. */
    Path lock() {
        return path.resolve("lock");
    }

    /** Makes the folder if it is missing, for a platform that is about to run. */
    PrivateFolder make() throws StartException {
        try {
            return PrivateFolder.make(path);
        } catch (CloisterException e) {
            throw refused(e);
        }
    }

    /**
     * Makes the folder if it is missing, and takes it for a platform that is about to run.
     *
     * @throws StartException with the name of the process when one runs there already
     */
    FolderLock take() throws StartException {
        PrivateFolder folder = make();
        try {
            return FolderLock.take(folder, this::taken);
        } catch (CloisterException e) {
            throw e.problem().code().equals(LauncherCodes.RUN_TAKEN) ? new StartException(e.getMessage()) : refused(e);
        }
    }

    private CloisterException taken(String holder) {
        return Problem.host(LauncherCodes.RUN_TAKEN, "a platform runs in " + path + " already: " + holder)
                .remedy("use that one, end it, or name another folder with --run DIR")
                .exception();
    }

    /**
     * Makes sure that nobody else can have put a socket here.
     *
     * @return whether the folder is there
     * @throws StartException when it is not this user's own
     */
    boolean check() throws StartException {
        try {
            return PrivateFolder.find(path).isPresent();
        } catch (CloisterException e) {
            throw refused(e);
        }
    }

    private static StartException refused(CloisterException e) {
        return new StartException(List.of(e.getMessage() + "; or " + ANOTHER), e);
    }
}
