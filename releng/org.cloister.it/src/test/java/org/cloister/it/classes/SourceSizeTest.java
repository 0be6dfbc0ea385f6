// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.it.classes.ClassFile.Declared;
import org.junit.jupiter.api.Test;

/**
 * That main files and their methods fit a reader's eye. A method's lines are those with code, by its class file, and
 * the two with its name and its last brace. Constructors and initialisers do not count: the compiler puts what fields
 * begin with into them.
 */
class SourceSizeTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final int FILE = 300;
    private static final int METHOD = 40;
    private static final int BRACES = 2;

    @Test
    void noFileIsLong() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE) {
                found.add(file.getFileName() + " has " + lines + " lines");
            }
        }
        assertThat(found).as("main files of more than " + FILE + " lines").isEmpty();
    }

    @Test
    void noMethodIsLong() throws IOException {
        List<String> found = new ArrayList<>();
        for (ClassFile file : ClassFiles.ofBundles().all()) {
            for (Declared method : file.methods()) {
                int lines = method.lines() + BRACES;
                if (lines > METHOD && !method.name().startsWith("<")) {
                    found.add(file.name() + "." + method.name() + " has " + lines + " lines");
                }
            }
        }
        assertThat(found).as("methods of more than " + METHOD + " lines").isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            for (Path bundle : bundles.filter(Files::isDirectory).toList()) {
                Path main = bundle.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    try (Stream<Path> files = Files.walk(main)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(1000);
        return sources;
    }
}
