package org.cloister.owner.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/**
 * Real reports and certificates, which are no part of the project; a test whose artefact is absent is skipped by name.
 */
final class Artefacts {
    private Artefacts() {}

    /** A file of the folder of artefacts, or a folder in it. */
    static Path path(String name) {
        String named = System.getProperty("cloister.data", "");
        Stream<String> roots = named.isEmpty() ? Stream.of("../../../shared/data", "../shared/data") : Stream.of(named);
        Path found = roots.map(root -> Path.of(root).resolve(name))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, () -> "needs the file " + name + " in the folder that -Dcloister.data names");
        return found;
    }

    static Bytes bytes(String name) {
        try {
            return Bytes.of(Files.readAllBytes(path(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificates of some files or folders. */
    static CertificateBundle certificates(String... names) {
        CertificateFiles files = new CertificateFiles();
        Stream.of(names).forEach(name -> files.add(path(name)));
        return files.bundle();
    }
}
