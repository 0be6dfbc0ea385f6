package org.cloister.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for what a framework writes, of its own so that two processes do not meet, readable for this user alone.
 *
 * @param folder exists until it is deleted
 */
record Storage(Path folder) {

    static Storage below(Path parent) throws StartException {
        try {
            return new Storage(Files.createTempDirectory(parent, "cloister-"));
        } catch (IOException e) {
            throw new StartException(
                    List.of("no folder for temporary files: " + e.getMessage()
                            + "; set -Djava.io.tmpdir in CLOISTER_OPTS"),
                    e);
        }
    }

    /** Deletes what can be deleted; the rest is the temporary folder's to clean. */
    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("cloister: " + folder + " is left behind: " + e.getMessage());
        }
    }
}
