// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.FolderLock;
import org.cloister.api.files.PrivateFolder;
import org.cloister.launcher.codes.LauncherCodes;

/**
 * Folders of processes that were killed, below a folder that may be everybody's. Removed is only what this user alone
 * could have made, what looks like a {@link Storage} and nothing else, and what no living process holds.
 *
 * @param parent where they are
 */
record Leftovers(Path parent) {
    private static final String LOCK = "lock";
    private static final Set<String> PARTS = Set.of(LOCK, "lock.sock", Storage.FRAMEWORK, Storage.TEMPORARY);
    /** A process that makes a folder has locked it by then. */
    private static final Duration IN_THE_MAKING = Duration.ofHours(1);

    /** Removes them. Nothing that goes wrong here matters to who calls. */
    void remove() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, Storage.PREFIX + "*")) {
            found.forEach(Leftovers::removeOne);
        } catch (IOException | DirectoryIteratorException e) {
            // They stay until they can be listed
        }
    }

    private static void removeOne(Path path) {
        try {
            PrivateFolder folder = PrivateFolder.require(path);
            if (isStorage(path) && (wasHeld(path) || isOld(path))) {
                try (FolderLock lock = FolderLock.take(folder, Leftovers::alive)) {
                    Storage.empty(folder);
                }
                folder.delete();
            }
        } catch (CloisterException | IOException e) {
            // Another user's, or that of a living process, or just gone
        }
    }

    private static boolean isStorage(Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder)) {
            parts.forEach(part -> names.add(part.getFileName().toString()));
        }
        return PARTS.containsAll(names);
    }

    /**
     * A process that was killed had no time to empty its lock; one that has only just made it did not yet write its
     * name.
     */
    private static boolean wasHeld(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        return Files.isRegularFile(lock) && Files.size(lock) > 0;
    }

    private static boolean isOld(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                .toInstant()
                .isBefore(Instant.now().minus(IN_THE_MAKING));
    }

    private static CloisterException alive(String holder) {
        return Problem.host(LauncherCodes.STORAGE_ALIVE, "this is in use by " + holder)
                .exception();
    }
}
