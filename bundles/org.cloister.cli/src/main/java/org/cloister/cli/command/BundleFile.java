package org.cloister.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.session.Session;

/** A bundle that is handed on as a file, wherever it comes from. */
final class BundleFile {
    private static final int MOST_MEBIBYTES = 64;

    private static final String STANDARD_INPUT = "-";

    private final Session session;

    BundleFile(Session session) {
        this.session = session;
    }

    /**
     * Does something with a file, or with a copy of standard input that is there for that long. A swap copies what it gets before it
     * looks at it, so nobody changes a file meanwhile.
     *
     * @param name a file name, or {@code -} for standard input
     */
    <T> T with(String name, Function<Path, T> work) {
        Bytes content =
                new InputFiles(session).read("JAR", name, MOST_MEBIBYTES).content();
        if (!name.equals(STANDARD_INPUT)) {
            return work.apply(session.folder().resolve(name));
        }
        Path copy = copy(content);
        try {
            return work.apply(copy);
        } finally {
            copy.toFile().delete();
        }
    }

    private static Path copy(Bytes content) {
        try {
            Path copy = Files.createTempFile("cloister-", ".jar");
            try (OutputStream out = Files.newOutputStream(copy)) {
                content.writeTo(out);
            }
            return copy;
        } catch (IOException e) {
            throw Problem.host("file.temporary", "there is no place for a temporary file")
                    .found(e.getMessage())
                    .remedy("set -Djava.io.tmpdir in CLOISTER_OPTS")
                    .exception(e);
        }
    }
}
