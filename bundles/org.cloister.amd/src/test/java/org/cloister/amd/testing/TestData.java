package org.cloister.amd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Assumptions;

/**
 * Real artefacts and expected values, which are no part of the project; a test is skipped by name where they are
 * absent.
 */
public final class TestData {
    private TestData() {}

    /** A file of the data folder. */
    public static Path file(String name) {
        Path found = roots().map(root -> root.resolve(name))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                found != null, () -> "needs the file " + name + " in the folder that -Dcloister.data names");
        return found;
    }

    /** The content of a file of the data folder. */
    public static Bytes bytes(String name) {
        try {
            return Bytes.of(Files.readAllBytes(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a text file of the data folder. */
    public static List<String> lines(String name) {
        try {
            return Files.readAllLines(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> roots() {
        String named = System.getProperty("cloister.data");
        return named == null || named.isEmpty()
                ? Stream.of(Path.of("../../../shared/data"), Path.of("../shared/data"))
                : Stream.of(Path.of(named));
    }
}
