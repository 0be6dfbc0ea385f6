// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the documentation. */
public final class Pages {
    static final Path ROOT = Path.of("..", "..");

    private Pages() {}

    /** All of them, in the order of their names. */
    public static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("ARCHITECTURE.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("bundles/org.cloister.softsev/COMMANDS.md"),
                ROOT.resolve("releng/org.cloister.vendor-samples/README.md")));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** A page's name, beginning at the project's root. */
    public static String name(Path page) {
        return ROOT.relativize(page).toString();
    }
}
