// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.versions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An interface of an exported package that others could implement, as its source has it.
 *
 * @param by who implements it, by its annotation; empty where it says nothing
 */
record ExportedInterface(String inPackage, String name, Optional<String> by, boolean deprecatedWithoutWord) {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final Pattern OURS = Pattern.compile("org\\.cloister[a-z0-9.]*");
    private static final Pattern TYPE = Pattern.compile("(?m)^public (?:non-sealed )?interface (\\w+)");
    private static final Pattern BY = Pattern.compile("(?m)^@(Consumer|Provider)Type$");

    /** All of them, in the order of their names. */
    static List<ExportedInterface> all() throws IOException {
        List<ExportedInterface> all = new ArrayList<>();
        for (Path bundle : bundles()) {
            for (String one : exports(bundle)) {
                Path folder = bundle.resolve("src/main/java").resolve(one.replace('.', '/'));
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(type -> type.toString().endsWith(".java"))
                            .sorted()
                            .toList()) {
                        read(one, Files.readString(file)).ifPresent(all::add);
                    }
                }
            }
        }
        return all;
    }

    private static Optional<ExportedInterface> read(String inPackage, String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            return Optional.empty();
        }
        Matcher by = BY.matcher(source);
        return Optional.of(new ExportedInterface(
                inPackage,
                type.group(1),
                by.find() ? Optional.of(by.group(1)) : Optional.empty(),
                source.contains("@Deprecated") && !source.contains("@deprecated")));
    }

    /** The packages that any bundle exports. */
    static Set<String> packages() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Path bundle : bundles()) {
            all.addAll(exports(bundle));
        }
        return all;
    }

    private static List<Path> bundles() throws IOException {
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            return bundles.filter(bundle -> Files.exists(bundle.resolve("META-INF/MANIFEST.MF")))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> exports(Path bundle) throws IOException {
        Set<String> exports = new TreeSet<>();
        try (InputStream in = Files.newInputStream(bundle.resolve("META-INF/MANIFEST.MF"))) {
            String header = new Manifest(in).getMainAttributes().getValue("Export-Package");
            OURS.matcher(header == null ? "" : header.replaceAll("\"[^\"]*\"", ""))
                    .results()
                    .forEach(name -> exports.add(name.group()));
        }
        return exports;
    }
}
