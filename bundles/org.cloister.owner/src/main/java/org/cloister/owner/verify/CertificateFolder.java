// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/**
 * The files of a folder by name, without its subfolders, within limits. Nobody named them, so that none need be
 * readable: those that are not, and those beyond the limits, are listed.
 */
final class CertificateFolder {
    private static final int MOST_FILES = 4096;
    private static final long MOST_BYTES = 32 << 20;
    /** So many names are sorted. */
    private static final int MOST_NAMES = 1 << 16;

    private final List<IgnoredItem> ignored = new ArrayList<>();
    private final Path folder;

    CertificateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads them.
     *
     * @param use gets each file and its content
     * @return what was not read
     * @throws CloisterException {@code file.read} when the folder itself cannot be read
     */
    List<IgnoredItem> read(BiConsumer<Path, Bytes> use) {
        List<Path> names = names();
        long bytes = 0;
        int read = 0;
        for (Path file : names) {
            if (read == MOST_FILES || bytes >= MOST_BYTES) {
                break;
            }
            read++;
            bytes += read(file, use);
        }
        if (read < names.size()) {
            String kind = (names.size() - read) + " more files, which were not looked at";
            ignored.add(new IgnoredItem(folder.toString(), kind));
        }
        return List.copyOf(ignored);
    }

    private int read(Path file, BiConsumer<Path, Bytes> use) {
        if (!Files.isRegularFile(file)) {
            if (!Files.isDirectory(file)) {
                ignored.add(new IgnoredItem(file.toString(), "no file that could be read to an end"));
            }
            return 0;
        }
        try {
            Bytes content = FileContents.of(file);
            use.accept(file, content);
            return content.length();
        } catch (CloisterException e) {
            ignored.add(new IgnoredItem(file.toString(), e.problem().what()));
            return 0;
        }
    }

    private List<Path> names() {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.size() == MOST_NAMES) {
                    ignored.add(new IgnoredItem(folder.toString(), "more than " + MOST_NAMES + " files"));
                    break;
                }
                names.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw FileContents.unreadable(folder, e);
        }
        Collections.sort(names);
        return names;
    }
}
