// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The files below the root of a capture. A link in any part of a path could lead out of it, to the host that reads the
 * capture: only what really lies below the root is opened, and only files, as a pipe would be waited for.
 */
final class CapturedFiles {
    private final Path root;

    CapturedFiles(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** Whether there is something by this name; links count. */
    boolean has(String path) {
        return Files.exists(place(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The beginning of a file.
     *
     * @throws IOException also for what is not a file, or lies elsewhere
     */
    byte[] read(String path, int limit) throws IOException {
        Path real = place(path).toRealPath();
        if (!real.startsWith(root)) {
            throw new FileSystemException(path, null, "a link leads out of the capture");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path, null, "not a file");
        }
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(limit);
        }
    }

    private Path place(String path) {
        return root.resolve(path.substring(1));
    }
}
