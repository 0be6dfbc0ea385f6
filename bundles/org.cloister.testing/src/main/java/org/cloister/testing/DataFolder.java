// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Real artefacts and expected values, which are not part of the project. A test that wants an absent one is skipped.
 */
public final class DataFolder {
    private DataFolder() {}

    /** A file of the folder, or a folder in it. */
    public static Path path(String name) {
        Path found = candidate(name);
        Needs.that(Files.isReadable(found), () -> lacking(name));
        return found;
    }

    /** The content of a file. */
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a text file. */
    public static List<String> lines(String name) {
        return read(path(name));
    }

    /**
     * Some lines of a table, of which there has to be one at least; one row that says what is missing where the table
     * is.
     */
    public static Stream<Row> rows(String table, Predicate<String> which) {
        Path file = candidate(table);
        if (!Files.isReadable(file)) {
            return Stream.of(Row.absent(lacking(table)));
        }
        List<Row> rows = read(file).stream().filter(which).map(Row::of).toList();
        if (rows.isEmpty()) {
            throw new IllegalStateException(file + " has none of the rows that are looked for");
        }
        return rows.stream();
    }

    private static Path candidate(String name) {
        String named = System.getProperty("cloister.data", "");
        // Without the property a test was started by hand: in the folder of its bundle, or in that of the checkout
        Stream<String> roots = named.isEmpty() ? Stream.of("../shared/data", "../../../shared/data") : Stream.of(named);
        return roots.map(root -> Path.of(root).resolve(name).toAbsolutePath().normalize())
                .reduce((first, second) -> Files.isReadable(first) ? first : second)
                .orElseThrow();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lacking(String name) {
        return "the file " + name + " in the folder that -Dcloister.data names";
    }
}
