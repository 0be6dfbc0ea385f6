// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes a folder that Maven and Gradle take for a repository: the bundles on the class path, each with a pom, its
 * sources, the Javadoc of what it exports, and checksums; and a list of their versions (BOM). There is nothing in it of
 * the time or the place of the build.
 */
public final class LibraryFolder {
    private final Path checkout;
    private final Path made;
    private final ReproducibleJar jars;

    private LibraryFolder(Path checkout, Path made, Instant time) {
        this.checkout = checkout;
        this.made = made;
        this.jars = new ReproducibleJar(time, List.of(checkout.resolve("LICENSE"), checkout.resolve("NOTICE")));
    }

    /**
     * Makes the folder.
     *
     * @param arguments the folder, which is replaced; the checkout; the version of what is ours; the time of entries;
     *     the local repository of the build
     */
    public static void main(String[] arguments) throws IOException {
        // Javadoc writes numbers as the language of this machine does, whatever its option says
        Locale.setDefault(Locale.US);
        Path folder = Path.of(arguments[0]);
        remove(folder);
        List<LibraryPart> parts = new ArrayList<>();
        for (String name : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (name.endsWith(".jar")) {
                parts.add(LibraryPart.read(Path.of(name), arguments[2], Path.of(arguments[4])));
            }
        }
        new LibraryFolder(Path.of(arguments[1]), folder, Instant.parse(arguments[3])).make(parts);
    }

    private void make(List<LibraryPart> parts) throws IOException {
        Path javadoc = made.resolveSibling("javadoc");
        for (LibraryPart part : parts) {
            if (!part.ours()) {
                continue;
            }
            Path folder = Files.createDirectories(made.resolve(part.folder()));
            Path sources = checkout.resolve("bundles").resolve(part.artifact()).resolve("src/main/java");
            Files.copy(part.file(), folder.resolve(part.fileName(".jar")));
            Files.writeString(folder.resolve(part.fileName(".pom")), PomText.of(part, parts));
            jars.write(sources, folder.resolve(part.fileName("-sources.jar")));
            if (!part.exports().isEmpty()) {
                remove(javadoc);
                JavadocRun.of(sources, part.exports(), javadoc, part.title() + " " + part.version());
                jars.write(javadoc, folder.resolve(part.fileName("-javadoc.jar")));
            }
            ChecksumFiles.beside(folder);
        }
        remove(javadoc);
        list(parts.stream().filter(LibraryPart::ours).toList());
    }

    /** The versions of all, for who imports them. */
    private void list(List<LibraryPart> ours) throws IOException {
        Path folder =
                Files.createDirectories(made.resolve(BomText.folder(ours.get(0).version())));
        Files.writeString(folder.resolve(BomText.fileName(ours.get(0).version())), BomText.of(ours));
        ChecksumFiles.beside(folder);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
