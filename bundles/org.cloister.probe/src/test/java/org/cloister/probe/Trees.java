// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders of captured hosts. */
final class Trees {
    private static final Path ROOT = Path.of("src/test/resources/hosts");

    private Trees() {}

    /** All of them, by name. */
    static Stream<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return List.copyOf(folders.filter(Files::isDirectory).sorted().toList()).stream();
        }
    }

    static Path of(String name) {
        return ROOT.resolve(name);
    }
}
