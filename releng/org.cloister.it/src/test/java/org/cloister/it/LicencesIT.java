// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The unpacked program and what lies beside its archive tell what they consist of, and under which licences. */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "one run is enough")
class LicencesIT {
    private static final Path HOME = Path.of(System.getProperty("distribution", "."));

    @Test
    void everyJarCarriesOurLicenceOrIsNamedWithItsOwn() throws IOException {
        String named = Files.readString(HOME.resolve("THIRD-PARTY.txt"));
        String ours = Files.readString(HOME.resolve("LICENSE"));
        String notice = Files.readString(HOME.resolve("NOTICE"));
        for (Path file : shipped()) {
            String name = HOME.relativize(file).toString();
            if (file.getFileName().toString().startsWith("org.cloister.")) {
                assertThat(legal(file, "LICENSE")).as(name).isEqualTo(ours);
                assertThat(legal(file, "NOTICE")).as(name).isEqualTo(notice);
            } else {
                assertThat(named.lines().map(String::strip))
                        .as(name)
                        .anyMatch(line -> line.equals(name) || line.startsWith(name + " "));
            }
        }
    }

    @Test
    void nothingIsNamedThatIsNotShipped() throws IOException {
        try (Stream<String> lines = Files.lines(HOME.resolve("THIRD-PARTY.txt"))) {
            assertThat(lines.map(line -> line.strip().split(" ")[0]).filter(word -> word.matches("(bundle|lib)/.*")))
                    .isNotEmpty()
                    .allMatch(name -> Files.isRegularFile(HOME.resolve(name)));
        }
    }

    @Test
    void everyLicenceThatIsNamedIsThere() throws IOException {
        String named = Files.readString(HOME.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> texts = Files.list(HOME.resolve("licenses"))) {
            assertThat(texts.map(text -> HOME.relativize(text).toString()))
                    .isNotEmpty()
                    .allMatch(text -> named.contains("(" + text + ")"));
        }
        assertThat(named).contains("(licenses/LGPL-2.1.txt)", "(licenses/libffi.txt)");
    }

    @Test
    void theListOfPartsNamesEveryBundle() throws IOException {
        Path target = HOME.toAbsolutePath().normalize().getParent();
        String parts = Files.readString(Needs.file(target.resolve(HOME.getFileName() + ".cdx.json")));
        assertThat(parts).contains("\"CycloneDX\"").doesNotContain("\"serialNumber\"");
        for (Path file : shipped()) {
            String name = file.getFileName().toString();
            String part = name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name;
            assertThat(parts).contains("\"name\" : \"" + part + "\"");
        }
        assertThat(parts).contains("\"name\" : \"libffi\"");
        assertThat(version(parts, "libjnidispatch.so")).isEqualTo(version(parts, "jna"));
    }

    private static String version(String parts, String name) {
        Matcher found = Pattern.compile("\"name\" : \"" + Pattern.quote(name) + "\",\\s+\"version\" : \"([^\"]+)\"")
                .matcher(parts);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    /** Each file that is handed out can be checked where only it and its checksum were fetched. */
    @Test
    void eachChecksumIsOfOneFile() throws Exception {
        Path target = HOME.toAbsolutePath().normalize().getParent();
        for (String file : List.of(HOME.getFileName() + ".tar.gz", HOME.getFileName() + ".cdx.json")) {
            byte[] content = Files.readAllBytes(Needs.file(target.resolve(file)));
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            assertThat(target.resolve(file + ".sha256")).hasContent(digest + "  " + file + "\n");
        }
    }

    private static List<Path> shipped() throws IOException {
        try (Stream<Path> bundles = Files.walk(HOME.resolve("bundle"));
                Stream<Path> others = Files.walk(HOME.resolve("lib"))) {
            return Stream.concat(bundles, others)
                    .filter(file ->
                            file.toString().endsWith(".jar") || file.toString().endsWith(".so"))
                    .sorted()
                    .toList();
        }
    }

    private static String legal(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getEntry("META-INF/" + name)).as(jar.toString()).isNotNull();
            return new String(
                    file.getInputStream(file.getEntry("META-INF/" + name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
