// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that one command has read, by whatever name: none of its outputs may replace them. Thread-safe. */
public final class ReadFiles {
    private final Set<Path> files = ConcurrentHashMap.newKeySet();

    /** None yet. */
    public ReadFiles() {}

    /** Remembers a file that was opened. */
    void add(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            files.add(file.toRealPath());
        }
    }

    /** Whether a path leads to one of them. */
    boolean contains(Path path) throws IOException {
        return Files.exists(path) && files.contains(path.toRealPath());
    }
}
