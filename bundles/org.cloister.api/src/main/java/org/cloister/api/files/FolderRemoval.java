// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes a folder with all that is in it. Links are removed, not followed; what is gone meanwhile is no failure. */
final class FolderRemoval extends SimpleFileVisitor<Path> {
    private FolderRemoval() {}

    /** @return whether all of it is gone */
    static boolean remove(Path folder) {
        try {
            Files.walkFileTree(folder, new FolderRemoval());
            return true;
        } catch (IOException e) {
            return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException cause) throws IOException {
        Files.deleteIfExists(folder);
        return FileVisitResult.CONTINUE;
    }
}
