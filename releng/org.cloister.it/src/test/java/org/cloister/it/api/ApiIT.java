// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the bundles export, held against what they exported when it was last accepted. The framework does not matter.
 */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "one run is enough")
class ApiIT {
    private static final Path ACCEPTED = Path.of("..", "api");
    private static final String ADVICE = String.join(
            System.lineSeparator(),
            "",
            "Raise the package's version in package-info.java and in Export-Package.",
            "To take the API as it is for what later changes are held against (after a release, or where the old",
            "version was never released), run this and commit releng/api:",
            "./mvnw -pl releng/org.cloister.it -am verify -Dit.test=ApiIT -Dtest=none"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dcloister.api=accept");

    @Test
    void versionsSayWhatChanged() throws Exception {
        SortedMap<String, Exported> now = exported();
        if ("accept".equals(System.getProperty("cloister.api"))) {
            accept(now);
        }
        List<String> complaints = new ArrayList<>();
        for (String bundle : accepted(now)) {
            Exported before = Exported.read(text(bundle));
            Exported current = now.getOrDefault(bundle, new Exported(new TreeMap<>()));
            Baseline.complaints(before, current).forEach(told -> complaints.add(bundle + ": " + told));
        }
        assertThat(complaints).as("the exported API" + ADVICE).isEmpty();
    }

    @Test
    void everyBundleIsLookedAt() throws Exception {
        assertThat(exported()).containsKeys("org.cloister.api", "org.cloister.amd", "org.cloister.owner");
        assertThat(exported().get("org.cloister.api").text())
                .contains("  ConfidentialGuestSupport is @ConsumerType public interface");
    }

    private static SortedMap<String, Exported> exported() throws Exception {
        List<Path> jars = jars();
        SortedMap<String, Exported> exported = new TreeMap<>();
        try (URLClassLoader classes = loader(jars)) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
                Optional<Exported> found =
                        name.startsWith("org.cloister.") ? BundleFile.exported(jar, classes) : Optional.empty();
                found.ifPresent(exports -> exported.put(name, exports));
            }
        }
        return exported;
    }

    private static URLClassLoader loader(List<Path> jars) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The bundles that were accepted, and those that are new. */
    private static Stream<String> described() throws IOException {
        if (!Files.isDirectory(ACCEPTED)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(ACCEPTED)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.txt$", "")).toList().stream();
        }
    }

    private static List<String> accepted(SortedMap<String, Exported> now) throws IOException {
        return Stream.concat(described(), now.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> text(String bundle) throws IOException {
        Path file = ACCEPTED.resolve(bundle + ".txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void accept(SortedMap<String, Exported> now) throws IOException {
        Files.createDirectories(ACCEPTED);
        for (String bundle : accepted(now)) {
            Files.deleteIfExists(ACCEPTED.resolve(bundle + ".txt"));
        }
        for (var entry : now.entrySet()) {
            Files.write(
                    ACCEPTED.resolve(entry.getKey() + ".txt"), entry.getValue().text());
        }
    }
}
