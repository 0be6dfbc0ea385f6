// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.Bytes;

/** The folder with real firmware, reports and certificates, which is not part of the project. */
public final class Data {
    private static final Path FOLDER = Path.of(System.getProperty("cloister.data", "../shared/data"));

    private Data() {}

    /** Where a file of it lies. */
    public static Path path(String name) {
        return FOLDER.resolve(name);
    }

    /** What a file of it holds. */
    public static Bytes read(String name) {
        try {
            return Bytes.of(Files.readAllBytes(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("name the folder with -Dcloister.data=FOLDER", e);
        }
    }
}
