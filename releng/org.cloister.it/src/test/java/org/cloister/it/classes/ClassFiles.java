// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The class files of all bundles' main code, as they were compiled from the sources. */
final class ClassFiles {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");

    private final Map<String, ClassFile> byName = new TreeMap<>();
    private final Map<String, Set<String>> ancestors = new TreeMap<>();

    private ClassFiles() {}

    static ClassFiles ofBundles() throws IOException {
        ClassFiles all = new ClassFiles();
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            for (Path bundle : bundles.filter(ClassFiles::isShipped).toList()) {
                all.add(bundle.resolve("target/classes"), bundle.resolve("src/main/java"));
            }
        }
        return all;
    }

    private static boolean isShipped(Path bundle) {
        return Files.isDirectory(bundle.resolve("src/main/java")) && !bundle.endsWith("org.cloister.testing");
    }

    private void add(Path classes, Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(ClassFiles::isClass).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    ClassFile read = ClassFile.read(in);
                    // Compilers that build in steps leave files of classes that are gone.
                    if (Files.exists(sources.resolve(read.topLevel() + ".java"))) {
                        byName.put(read.name(), read);
                    }
                }
            }
        }
    }

    private static boolean isClass(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".class") && !name.endsWith("-info.class");
    }

    Iterable<ClassFile> all() {
        return byName.values();
    }

    Optional<ClassFile> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The class itself and everything that it extends and implements, as far as class files of ours say. */
    Set<String> ancestors(String name) {
        Set<String> known = ancestors.get(name);
        if (known == null) {
            known = new HashSet<>(Set.of(name));
            ancestors.put(name, known);
            for (String parent : find(name).map(ClassFile::parents).orElse(Set.of())) {
                known.addAll(ancestors(parent));
            }
        }
        return known;
    }
}
