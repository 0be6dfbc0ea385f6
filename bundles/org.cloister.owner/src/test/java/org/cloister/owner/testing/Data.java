package org.cloister.owner.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/** Real artefacts, which are no part of the project; a test whose artefact is absent is skipped by name. */
public final class Data {
    private Data() {}

    /** A file of the data folder, or a folder in it. */
    public static Path path(String name) {
        String named = System.getProperty("cloister.data", "");
        Stream<String> roots = named.isEmpty() ? Stream.of("../../../shared/data", "../shared/data") : Stream.of(named);
        Path found = roots.map(root -> Path.of(root).resolve(name))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, () -> "needs the file " + name + " in the folder that -Dcloister.data names");
        return found;
    }

    /** The content of a file. */
    public static Bytes bytes(String name) {
        try {
            return Bytes.of(Files.readAllBytes(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as an image. */
    public static Image image(String name) {
        return new Image(name, bytes(name));
    }

    /** The text of a file. */
    public static String text(String name) {
        return new String(bytes(name).toArray(), java.nio.charset.StandardCharsets.US_ASCII);
    }
}
