// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder that the program was unpacked to.
 *
 * @param home holds {@code bundle}, {@code conf} and {@code lib}
 */
record Installation(Path home) {

    /** The system property that names the folder. */
    static final String HOME = "cloister.home";

    /** The one that {@code cloister.home} names, else the one that this class lies in. */
    static Installation ofProcess() throws StartException {
        String named = System.getProperty(HOME);
        return new Installation(named == null ? surrounding() : Path.of(named));
    }

    private static Path surrounding() throws StartException {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.getParent().getParent();
        } catch (URISyntaxException e) {
            throw new StartException(
                    List.of("cannot find out where cloister is installed; set -Dcloister.home=FOLDER"), e);
        }
    }

    /** The jars in the bundle folder, by name. */
    List<Path> bundles() throws StartException {
        try (Stream<Path> files = Files.list(home.resolve("bundle"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StartException(List.of(incomplete("bundle")), e);
        }
    }

    /** Which jars of the bundle folder belong to the program; all of them where nothing says which. */
    Predicate<Path> own() {
        try {
            Set<String> names =
                    Set.copyOf(Files.readAllLines(home.resolve("lib").resolve("bundles.txt")));
            return jar -> names.contains(jar.getFileName().toString());
        } catch (IOException e) {
            return jar -> true;
        }
    }

    /** The framework's settings, <code>${cloister.home}</code> filled in; a system property of the same name wins. */
    Map<String, String> settings() throws StartException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("conf").resolve("config.properties"))) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(List.of(incomplete("conf/config.properties")), e);
        }
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().forEach(key -> settings.put(key, System.getProperty(key, filled(file, key))));
        return settings;
    }

    private String filled(Properties file, String key) {
        return file.getProperty(key).replace("${cloister.home}", home.toString());
    }

    /** The system's folder for temporary files. */
    Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private String incomplete(String part) {
        return home.resolve(part) + " cannot be read; unpack cloister anew";
    }
}
