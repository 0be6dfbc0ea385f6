// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The Maven repository that a build leaves, and the program in the documentation, which takes nothing else. */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "there is no framework in it")
class LibraryIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("library", "."));
    private static final long PATIENCE_SECONDS = 120;
    private static final String OWNER = "org.cloister.owner";
    private static final String REPORT = "snp/milan-v2/report_milan.bin";
    private static final String WRONG_NONCE = "ee".repeat(64);

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private static Map<String, Path> closure() throws Exception {
        return MavenClosure.of(REPOSITORY, "org.cloister", OWNER, version());
    }

    private static String version() throws IOException {
        try (Stream<Path> versions =
                Files.list(REPOSITORY.resolve("org/cloister").resolve(OWNER))) {
            List<Path> all = versions.toList();
            assertThat(all).hasSize(1);
            return all.get(0).getFileName().toString();
        }
    }

    /** The program as it is printed, but for the clock: the certificates of real reports expire. */
    private Path program() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "library.md"));
        Matcher block = Pattern.compile("(?ms)^```java\n(.*?)^```").matcher(page);
        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).containsOnlyOnce("Instant.now()");
        String source = block.group(1).replace("Instant.now()", "Instant.parse(\"2026-06-01T00:00:00Z\")");
        return Files.writeString(folder.resolve("VerifyReport.java"), source);
    }

    private Ended verify(List<Path> paths, List<String> demands) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-cp",
                closure().values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                program().toString()));
        paths.stream().map(Path::toString).forEach(command::add);
        command.addAll(demands);
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private static String of(Bytes report, ReportField field) {
        return field.slot().in(report).hex();
    }

    @Test
    void thePomNamesWhatAnOwnerNeeds() throws Exception {
        String version = version();
        assertThat(closure().keySet())
                .startsWith("org.cloister:" + OWNER + ":" + version)
                .contains("org.cloister:org.cloister.amd:" + version, "org.cloister:org.cloister.api:" + version)
                .filteredOn(name -> !name.startsWith("org.cloister:"))
                .singleElement()
                .asString()
                .startsWith("com.google.code.gson:gson:");
    }

    @Test
    void theDocumentedProgramAcceptsARealReport() throws Exception {
        Bytes report = Bytes.of(DataFolder.bytes(REPORT));
        List<String> demands = List.of(of(report, ReportField.MEASUREMENT), of(report, ReportField.REPORT_DATA));
        List<Path> files = List.of(DataFolder.path(REPORT), DataFolder.path("snp/milan-v2"));
        Ended right = verify(files, demands);
        assertThat(right.err()).isEmpty();
        assertThat(right.out().strip()).isEqualTo("pass");
        assertThat(right.code()).isZero();
        Ended wrong = verify(files, List.of(demands.get(0), WRONG_NONCE));
        assertThat(wrong.out().lines().toList()).hasSize(2).first().isEqualTo("fail");
        assertThat(wrong.out()).contains("report-data: failed: ", demands.get(1), WRONG_NONCE);
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void theDocumentedProgramRefusesWhatIsNoReport() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk"), "no report");
        Path none = Files.createDirectory(folder.resolve("none"));
        Ended ended = verify(List.of(junk, none), List.of("aa".repeat(48), WRONG_NONCE));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("fail\nreport.size: failed: ");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void eachJarHasItsSourcesAndItsJavadoc() throws Exception {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            jars = files.filter(file -> file.toString().matches(".*(?<!-sources|-javadoc)\\.jar"))
                    .toList();
        }
        assertThat(jars).hasSizeGreaterThanOrEqualTo(4);
        for (Path jar : jars) {
            String name = jar.getFileName().toString().replaceAll("\\.jar$", "");
            String artifact = jar.getParent().getParent().getFileName().toString();
            assertThat(MavenClosure.whole(jar)).hasSameBinaryContentAs(shipped(artifact));
            List<String> classes = names(jar, "org/cloister/[\\w/]+\\.class", "\\.class$");
            Path sources = MavenClosure.whole(jar.resolveSibling(name + "-sources.jar"));
            assertThat(names(sources, "org/cloister/[\\w/]+\\.java", "\\.java$"))
                    .as(artifact)
                    .containsAll(classes);
            Path javadoc = jar.resolveSibling(name + "-javadoc.jar");
            assertThat(Files.exists(javadoc)).as(artifact).isEqualTo(exports(jar));
            if (exports(jar)) {
                assertThat(names(
                                MavenClosure.whole(javadoc),
                                "index\\.html|org/cloister/.*/package-summary\\.html",
                                "$"))
                        .as(artifact)
                        .contains("index.html")
                        .hasSizeGreaterThan(1);
            }
        }
    }

    /** What is installed with the program: as a bundle, or as the kit beside them. */
    private static Path shipped(String artifact) {
        Path kit = Path.of(System.getProperty("distribution"), "lib", "tck", artifact + ".jar");
        return Files.exists(kit) ? kit : Installed.jar(artifact);
    }

    private static boolean exports(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Export-Package") != null;
        }
    }

    @Test
    void oneVersionIsListedForAll() throws Exception {
        Path bom = MavenClosure.whole(
                REPOSITORY.resolve("org/cloister/cloister-bom/" + version() + "/cloister-bom-" + version() + ".pom"));
        List<String> parts;
        try (Stream<Path> folders = Files.list(REPOSITORY.resolve("org/cloister"))) {
            parts = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("cloister-bom"))
                    .toList();
        }
        assertThat(parts).contains("org.cloister.api", "org.cloister.amd.channel", "org.cloister.tck");
        String text = Files.readString(bom);
        assertThat(parts).allSatisfy(part -> assertThat(text).contains("<artifactId>" + part + "</artifactId>"));
    }

    private static List<String> names(Path jar, String which, String without) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches(which))
                    .map(name -> name.replaceAll(without, ""))
                    .toList();
        }
    }
}
