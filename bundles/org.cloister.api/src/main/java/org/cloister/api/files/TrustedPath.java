// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Paths at which nobody but this user and root could have put what is there. As ssh(1) and sudo(8) do with their files,
 * every folder above is checked as well: it has to be this user's or root's, and not writable by group or others unless
 * it is sticky. A group that has only this user in it may write what is this user's (systems that give each user a
 * group leave everything writable by it); of root's files none may. Links among those folders are followed when this
 * user or root made them; what is asked for may be none itself.
 *
 * <p>Stateless; safe for use by several threads. Every failure is a {@link org.cloister.api.CloisterException} of kind
 * {@code HOST} with the path, what is wrong with it and what to type: {@code files.missing}, {@code files.kind},
 * {@code files.link}, {@code files.owner}, {@code files.mode}, {@code files.parent}, {@code files.io}.
 */
public final class TrustedPath {
    /** More links in one path than that are a circle, as for the kernel (ELOOP). */
    private static final int MOST_LINKS = 40;

    private TrustedPath() {}

    /**
     * Refuses a folder that others could have filled.
     *
     * @param folder the folder, which has to be there
     */
    public static void requireFolder(Path folder) {
        if (FileOwner.known(folder)) {
            require(folder, look(folder).folder(), "a folder");
        }
    }

    /**
     * Refuses a file that others could have written.
     *
     * @param file a regular file, which has to be there
     */
    public static void requireFile(Path file) {
        if (FileOwner.known(file)) {
            require(file, look(file).regular(), "a regular file");
        }
    }

    private static void require(Path path, boolean kind, String expected) {
        FileOwner found = look(path);
        if (found.link()) {
            throw FileProblem.link(path, expected);
        }
        if (!kind) {
            throw FileProblem.kind(path, expected);
        }
        if (!found.ownOrRoots()) {
            throw FileProblem.owner(path, found.user());
        }
        if (found.writableByOthers()) {
            throw Problem.host(ProblemCodes.FILES_MODE, "other users can write here")
                    .at(path.toString())
                    .found("mode " + found.permissions())
                    .remedy("see that what is in it is right, then chmod go-w " + path)
                    .exception();
        }
        requireParents(path);
    }

    /**
     * Refuses a path of whose folders one could be renamed or replaced by others. The path itself need not be there.
     *
     * @param path the path whose folders are checked
     */
    public static void requireParents(Path path) {
        if (FileOwner.known(path)) {
            // Not normalized: what lies above a link's target is not what lies above the link
            Path absolute = path.toAbsolutePath();
            Path parent = absolute.endsWith("..") ? absolute : absolute.getParent();
            if (parent != null) {
                new Walk(path).through(parent);
            }
        }
    }

    /** From the root down, so that a link is judged before it is followed. */
    private static final class Walk {
        private final Path asked;
        private int links;

        Walk(Path asked) {
            this.asked = asked;
        }

        Path through(Path folder) {
            Path at = folder.getRoot();
            requireSafe(at);
            for (Path name : folder) {
                at = name.toString().equals("..") ? parentOf(at) : step(at.resolve(name));
            }
            return at;
        }

        private Path step(Path next) {
            FileOwner found = look(next);
            if (!found.link()) {
                requireSafe(next);
                return next;
            }
            if (!found.ownOrRoots()) {
                throw FileProblem.parent(asked, next, "a link of user " + found.user());
            }
            if (++links > MOST_LINKS) {
                throw FileProblem.parent(asked, next, "a circle of links");
            }
            return through(next.getParent().resolve(target(next)));
        }

        private static Path parentOf(Path at) {
            return at.getParent() == null ? at : at.getParent();
        }

        private void requireSafe(Path folder) {
            FileOwner found = look(folder);
            if (!found.folder()) {
                throw FileProblem.parent(asked, folder, "no folder");
            }
            if (!found.ownOrRoots()) {
                throw FileProblem.parent(asked, folder, "the folder of user " + found.user());
            }
            if (found.writableByOthers() && !found.sticky()) {
                throw FileProblem.parent(asked, folder, "writable by others (mode " + found.permissions() + ")");
            }
        }

        private static Path target(Path link) {
            try {
                return Files.readSymbolicLink(link);
            } catch (IOException e) {
                throw FileProblem.failed(link, e);
            }
        }
    }

    private static FileOwner look(Path path) {
        try {
            return FileOwner.of(path);
        } catch (NoSuchFileException e) {
            throw FileProblem.missing(path);
        } catch (IOException e) {
            throw FileProblem.failed(path, e);
        }
    }
}
