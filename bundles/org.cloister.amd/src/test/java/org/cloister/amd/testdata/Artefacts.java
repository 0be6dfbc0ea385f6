package org.cloister.amd.testdata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.Bytes;

/** Real artefacts that tests read; a test whose artefact is absent is skipped by name. */
public final class Artefacts {
    private Artefacts() {}

    /** The content of an artefact, by its path within the folder of artefacts. */
    public static Bytes read(String path) {
        Path file = folder().resolve(path);
        assumeTrue(Files.isRegularFile(file), () -> "artefact " + path + " is not there");
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path folder() {
        return Optional.ofNullable(System.getProperty("cloister.data"))
                .map(Path::of)
                .orElseGet(() -> Stream.of("../../../shared/data", "../shared/data")
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElse(Path.of("data")));
    }
}
