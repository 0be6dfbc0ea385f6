// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Who owns a file or folder, and what others may do with it; of a link, the link itself.
 *
 * @param user the owner's number
 * @param group the group's number
 * @param mode permission bits and file type, as stat(2) has them in {@code st_mode}
 */
record FileOwner(int user, int group, int mode) {
    private static final int ROOT = 0;
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int REGULAR = 0100000;
    private static final int STICKY = 01000;
    private static final int OTHERS = 077;
    private static final int GROUP_WRITES = 020;
    private static final int OTHERS_WRITE = 002;
    private static final int PERMISSIONS = 07777;

    /** Whether owners and modes are known where a path lies. */
    static boolean known(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    static FileOwner of(Path path) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return new FileOwner((Integer) found.get("uid"), (Integer) found.get("gid"), (Integer) found.get("mode"));
    }

    boolean folder() {
        return (mode & TYPE) == FOLDER;
    }

    boolean link() {
        return (mode & TYPE) == LINK;
    }

    boolean regular() {
        return (mode & TYPE) == REGULAR;
    }

    /** Root can do everything anyway. */
    boolean ownOrRoots() {
        return user == ROOT || own();
    }

    boolean own() {
        return user == ThisUser.number();
    }

    /** Refuses what is not a regular file of this user's. */
    void requireOwnFile(Path path) {
        if (link()) {
            throw FileProblem.link(path, "a regular file");
        }
        if (!regular()) {
            throw FileProblem.kind(path, "a regular file");
        }
        if (!own()) {
            throw FileProblem.owner(path, user);
        }
    }

    /** Only its owner can read, write or enter it. */
    boolean closed() {
        return (mode & OTHERS) == 0;
    }

    /** A group that has this user alone is nobody else. */
    boolean writableByOthers() {
        return (mode & OTHERS_WRITE) != 0 || (mode & GROUP_WRITES) != 0 && !(own() && PrivateGroup.ofThisUser(group));
    }

    /** In a sticky folder, such as {@code /tmp}, everybody can make entries and nobody can replace those of others. */
    boolean sticky() {
        return (mode & STICKY) != 0;
    }

    /** The permission bits, as chmod takes them. */
    String permissions() {
        return String.format(Locale.ROOT, "%04o", mode & PERMISSIONS);
    }
}
