// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A folder that nobody but the user of this process can enter, and that nobody else can rename or replace: its owner is
 * this user, its mode lets in nobody else, it is not a link, and the folders above are safe as {@link TrustedPath} has
 * it. An instance says that this was so when it was made; then it stays so, as only this user and root can change it.
 *
 * <p>Files in it are made with mode 0600, under a random name first where they replace others, and are there as a whole
 * or not at all, whenever the process or the machine stops. A file is read only if it is regular, this user's, and
 * closed to others.
 *
 * <p>Safe for use by several threads; two writers of one file each leave a whole one. Failures are those of
 * {@link TrustedPath}, all of kind {@code HOST}.
 */
public final class PrivateFolder {
    private static final String MODE = "rwx------";
    /** Of folders above, which are made because they are missing. */
    private static final String PASSED = "rwxr-xr-x";

    private static final FileAttribute<?>[] NONE = {};

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder that is there, or a new one. Folders above that are missing are made too; others may pass through them
     * as the umask has it, and never write.
     *
     * @param path absolute or relative to the working directory, not null
     * @throws org.cloister.api.CloisterException when what is there is not private, or there can be none; nothing was
     *     made then
     */
    public static PrivateFolder make(Path path) {
        Path folder = path.toAbsolutePath();
        Optional<PrivateFolder> there = find(folder);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            makeParents(folder);
            makeOne(folder, MODE);
        } catch (IOException e) {
            throw FileProblem.failed(folder, e);
        }
        return require(folder);
    }

    private static void makeParents(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent == null || Files.isDirectory(parent)) {
            TrustedPath.requireParents(folder);
        } else if (Files.exists(parent)) {
            throw FileProblem.failed(parent, new NotDirectoryException(parent.toString()));
        } else {
            makeParents(parent);
            makeOne(parent, PASSED);
        }
    }

    /** Another process may have made it in between; what it made is checked as a whole afterwards. */
    private static void makeOne(Path folder, String mode) throws IOException {
        try {
            Files.createDirectory(folder, mode(folder, mode));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * The folder that is there.
     *
     * @throws org.cloister.api.CloisterException {@code files.missing}, or when it is not private
     */
    public static PrivateFolder require(Path path) {
        return find(path).orElseThrow(() -> FileProblem.missing(path));
    }

    /**
     * The folder, if it is there.
     *
     * @return empty when nothing has that name
     * @throws org.cloister.api.CloisterException when it is not private
     */
    public static Optional<PrivateFolder> find(Path path) {
        Path folder = path.toAbsolutePath();
        try {
            if (FileOwner.known(folder)) {
                check(folder, FileOwner.of(folder));
            } else if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            } else if (!Files.isDirectory(folder)) {
                throw FileProblem.kind(folder, "a folder");
            }
            return Optional.of(new PrivateFolder(folder));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isBelowAFile(folder)) {
                return Optional.empty();
            }
            throw FileProblem.failed(folder, e);
        }
    }

    private static boolean isBelowAFile(Path folder) {
        Path above = folder.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    /**
     * A new folder with an unpredictable name.
     *
     * @param parent may be open to all if it is sticky, such as {@code /tmp}
     * @param prefix what the name begins with
     */
    public static PrivateFolder temporary(Path parent, String prefix) {
        Path above = parent.toAbsolutePath();
        try {
            TrustedPath.requireParents(above.resolve(prefix));
            // With mode 0700, by the one call that makes it
            return require(Files.createTempDirectory(above, prefix));
        } catch (IOException e) {
            throw FileProblem.failed(above, e);
        }
    }

    /**
     * A new folder with an unpredictable name, where this process has its temporary files: in the one that the system
     * property {@code cloister.temporary} names, which the next process empties when this one was killed, else in the
     * system's.
     *
     * @param prefix what the name begins with
     */
    public static PrivateFolder temporary(String prefix) {
        return temporary(
                Path.of(System.getProperty("cloister.temporary", System.getProperty("java.io.tmpdir"))), prefix);
    }

    private static void check(Path folder, FileOwner found) {
        if (found.link()) {
            throw FileProblem.link(folder, "a folder");
        }
        if (!found.folder()) {
            throw FileProblem.kind(folder, "a folder");
        }
        if (!found.own()) {
            throw FileProblem.owner(folder, found.user());
        }
        if (!found.closed()) {
            throw Problem.host(ProblemCodes.FILES_MODE, "other users can enter this folder")
                    .at(folder.toString())
                    .found("mode " + found.permissions())
                    .expected("mode 0700")
                    .remedy("name a folder that does not exist yet, or see that what is in it is right, then chmod 700 "
                            + folder)
                    .exception();
        }
        TrustedPath.requireParents(folder);
    }

    private static FileAttribute<?>[] mode(Path folder, String mode) {
        return FileOwner.known(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : NONE;
    }

    /** Where it is, absolute. */
    public Path path() {
        return path;
    }

    /** A private folder inside this one, made if it is missing. */
    public PrivateFolder folder(String name) {
        return make(child(name));
    }

    /**
     * The content of a file.
     *
     * @param name without a separator
     * @param most more bytes than that are not read; one more shows that there are more
     * @return empty when there is no such file; the caller wipes what is secret
     */
    public Optional<byte[]> read(String name, int most) {
        Path file = child(name);
        try {
            requireClosed(file);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(in.readNBytes(most == Integer.MAX_VALUE ? most : most + 1));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileProblem.failed(file, e);
        }
    }

    /** Before it is opened: a pipe would be waited for. */
    private static void requireClosed(Path file) throws IOException {
        if (!FileOwner.known(file)) {
            return;
        }
        FileOwner found = FileOwner.of(file);
        found.requireOwnFile(file);
        if (!found.closed()) {
            throw Problem.host(ProblemCodes.FILES_MODE, "other users can read or write this file")
                    .at(file.toString())
                    .found("mode " + found.permissions())
                    .expected("mode 0600")
                    .remedy("whatever was secret in it is no longer; make a new one, or chmod 600 " + file)
                    .exception();
        }
    }

    /** Puts content in the place of a file's, or makes the file. */
    public void replace(String name, byte[] content) {
        NewFile.replace(child(name), content);
    }

    /**
     * Makes a file that is not there.
     *
     * @throws org.cloister.api.CloisterException {@code files.io} when it is
     */
    public void create(String name, byte[] content) {
        NewFile.create(child(name), content);
    }

    /** Removes a file; a file that is not there is none to remove. */
    public void remove(String name) {
        NewFile.remove(child(name));
    }

    /**
     * Removes what writers that were killed have left of files that they did not finish. Nobody else may be writing.
     */
    public void tidy() {
        NewFile.tidy(path);
    }

    /**
     * Removes the folder with all that is in it; links are removed, not followed.
     *
     * @return whether all of it is gone
     */
    public boolean delete() {
        return FolderRemoval.remove(path);
    }

    private Path child(String name) {
        Path child = path.resolve(Objects.requireNonNull(name, "name"));
        if (!path.equals(child.getParent()) || name.equals("..") || name.equals(".")) {
            throw new IllegalArgumentException(name + " is not a name of a file in a folder");
        }
        return child;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
