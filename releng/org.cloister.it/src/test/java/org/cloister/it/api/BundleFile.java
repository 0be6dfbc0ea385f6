// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** A bundle as it was built, and what it exports. */
final class BundleFile {
    private static final Pattern EXPORT = Pattern.compile("([\\w.]+);version=\"([^\"]+)\"");
    private static final String ANNOTATIONS = "Lorg/osgi/annotation/versioning/";

    private final JarFile jar;
    private final ClassLoader classes;

    private BundleFile(JarFile jar, ClassLoader classes) {
        this.jar = jar;
        this.classes = classes;
    }

    /**
     * What a bundle exports; empty when that is nothing.
     *
     * @param classes finds the bundle's classes and those that they use
     */
    static Optional<Exported> exported(Path file, ClassLoader classes) throws Exception {
        try (JarFile jar = new JarFile(file.toFile())) {
            String header = jar.getManifest().getMainAttributes().getValue("Export-Package");
            return header == null ? Optional.empty() : Optional.of(new BundleFile(jar, classes).exported(header));
        }
    }

    private Exported exported(String header) throws Exception {
        SortedMap<String, Exported.Contents> packages = new TreeMap<>();
        Matcher export = EXPORT.matcher(header);
        while (export.find()) {
            packages.put(
                    export.group(1),
                    new Exported.Contents(Version.parseVersion(export.group(2)), lines(export.group(1))));
        }
        return new Exported(packages);
    }

    private SortedSet<String> lines(String name) throws Exception {
        String folder = name.replace('.', '/') + "/";
        List<JarEntry> entries = jar.stream()
                .filter(entry ->
                        entry.getName().startsWith(folder) && entry.getName().endsWith(".class"))
                .filter(entry -> entry.getName().indexOf('/', folder.length()) < 0)
                .toList();
        SortedSet<String> lines = new TreeSet<>();
        for (JarEntry entry : entries) {
            String className = entry.getName().replace('/', '.').replaceFirst("\\.class$", "");
            Class<?> type = Class.forName(className, false, classes);
            if (visible(type) && !className.endsWith(".package-info")) {
                lines.addAll(Described.lines(type, role(entry)));
            }
        }
        return lines;
    }

    private static boolean visible(Class<?> type) {
        int modifiers = type.getModifiers();
        boolean usable =
                java.lang.reflect.Modifier.isPublic(modifiers) || java.lang.reflect.Modifier.isProtected(modifiers);
        boolean named = !type.isAnonymousClass() && !type.isLocalClass();
        return usable && named && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    /** The annotations are not there at run time; a class file names them only when it bears them. */
    private String role(JarEntry entry) throws IOException {
        String bytes = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        if (bytes.contains(ANNOTATIONS + "ProviderType;")) {
            return Described.PROVIDED;
        }
        return bytes.contains(ANNOTATIONS + "ConsumerType;") ? "@ConsumerType" : "";
    }
}
