// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Path;
import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.FolderLock;
import org.cloister.api.files.PrivateFolder;
import org.cloister.launcher.codes.LauncherCodes;

/**
 * The one folder below the system's temporary one in which this process writes: its own so that two processes do not
 * meet, made once, and closed to other users from its first moment to its last. What is made in it by others of this
 * process, under whatever umask, is out of reach with it. A lock in it distinguishes it from what a killed process
 * left.
 */
final class Storage {
    static final String PREFIX = "cloister-tmp-";
    /** What the framework keeps. */
    static final String FRAMEWORK = "framework";
    /** What the framework's bundles, and libraries, would put into the temporary folder. */
    static final String TEMPORARY = "tmp";

    private final PrivateFolder folder;
    private final FolderLock lock;

    private Storage(PrivateFolder folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes one, and removes what killed processes of this user left. */
    static Storage below(Path parent) throws StartException {
        try {
            PrivateFolder folder = PrivateFolder.temporary(parent, PREFIX);
            Storage storage = new Storage(folder, FolderLock.take(folder, Storage::taken));
            folder.folder(FRAMEWORK);
            folder.folder(TEMPORARY);
            new Leftovers(parent).remove();
            return storage;
        } catch (CloisterException e) {
            throw new StartException(
                    List.of("no folder for temporary files: " + e.getMessage()
                            + "; or set -Djava.io.tmpdir in CLOISTER_OPTS"),
                    e);
        }
    }

    /** Cannot be, as the folder is new. */
    private static CloisterException taken(String holder) {
        return Problem.defect(LauncherCodes.STORAGE_TAKEN, "a new folder has an owner: " + holder)
                .exception();
    }

    /** For the framework alone. */
    Path framework() {
        return folder.path().resolve(FRAMEWORK);
    }

    /** For temporary files. */
    Path temporary() {
        return folder.path().resolve(TEMPORARY);
    }

    /** Deletes what can be deleted; the rest is the next process's to clean. */
    void delete() {
        try {
            empty(folder);
        } catch (CloisterException e) {
            System.err.println("cloister: " + e.problem().message());
        }
        lock.close();
        if (!folder.delete()) {
            System.err.println("cloister: " + folder + " is left behind");
        }
    }

    /** All but the lock, which goes last: without it nobody would know that the rest is for removal. */
    static void empty(PrivateFolder storage) {
        for (String name : List.of(FRAMEWORK, TEMPORARY)) {
            PrivateFolder.find(storage.path().resolve(name)).ifPresent(PrivateFolder::delete);
        }
    }
}
