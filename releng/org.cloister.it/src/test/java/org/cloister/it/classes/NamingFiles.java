// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What names classes besides class files: sources that read their constants, resources, manifests, start script, build.
 */
final class NamingFiles {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final Path DISTRIBUTION = Path.of("..", "org.cloister.distribution");
    private static final Pattern COMMENTS = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z]\\w+)\\.[A-Z][A-Z0-9_]+\\b");
    private static final Pattern EXPORT = Pattern.compile("([\\w.]+);version=\"[^\"(\\[]+\"");

    private final Map<Path, String> resources = new TreeMap<>();
    private final Map<String, Set<String>> readers = new TreeMap<>();

    private NamingFiles() {}

    static NamingFiles ofSources() throws IOException {
        NamingFiles all = new NamingFiles();
        all.addResource(DISTRIBUTION.resolve("src/bin/cloister"));
        all.addResource(DISTRIBUTION.resolve("pom.xml"));
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            for (Path bundle : bundles.filter(Files::isDirectory).toList()) {
                all.addFolder(bundle.resolve("src/main"));
                all.addFolder(bundle.resolve("META-INF"));
            }
        }
        return all;
    }

    private void addFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".java")) {
                    addSource(file);
                } else {
                    addResource(file);
                }
            }
        }
    }

    private void addResource(Path file) throws IOException {
        resources.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private void addSource(Path file) throws IOException {
        String reader = file.getFileName().toString().replace(".java", "");
        Matcher constant =
                CONSTANT.matcher(COMMENTS.matcher(Files.readString(file)).replaceAll(""));
        while (constant.find()) {
            readers.computeIfAbsent(constant.group(1), none -> new HashSet<>()).add(reader);
        }
    }

    /** Whether something besides class files names a class; the resources of its package may leave the package out. */
    boolean name(ClassFile file) {
        Set<String> others = new HashSet<>(readers.getOrDefault(file.simpleName(), Set.of()));
        others.remove(file.simpleName());
        return !others.isEmpty() || isInResource(file);
    }

    /** Whether a resource, a manifest, the start script or the build of the distribution names a class. */
    boolean isInResource(ClassFile file) {
        Path folder = Path.of(file.name()).getParent();
        return resources.entrySet().stream()
                .anyMatch(resource -> hasWord(resource.getValue(), file.name().replace('/', '.'))
                        || resource.getKey().getParent().endsWith(folder)
                                && hasWord(resource.getValue(), file.simpleName()));
    }

    private static boolean hasWord(String text, String word) {
        return text.contains(word)
                && Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                        .matcher(text)
                        .find();
    }

    /** The packages that bundles export, by their manifests. */
    Set<String> exportedPackages() {
        Set<String> exported = new HashSet<>();
        resources.forEach((file, text) -> {
            if (file.endsWith("MANIFEST.MF")) {
                EXPORT.matcher(text.replaceAll("\r?\n ", "")).results().forEach(found -> exported.add(found.group(1)));
            }
        });
        return exported;
    }
}
