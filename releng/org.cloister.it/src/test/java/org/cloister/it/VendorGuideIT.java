// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** From an empty folder to a bundle, by the files and commands that the vendor guide and the page of the kit print. */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "there is no framework in it")
class VendorGuideIT {
    private static final Path SAMPLES = Path.of("..", "org.cloister.vendor-samples");

    @TempDir
    Path work;

    private static String block(String page, String language, String begin) {
        Matcher block = Pattern.compile("(?ms)^ *```" + language + "\n( *" + Pattern.quote(begin) + ".*?)^ *```")
                .matcher(page);
        assertThat(block.find()).as(begin).isTrue();
        return block.group(1).stripTrailing().stripIndent() + "\n";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static String given(String property) {
        return System.getProperty(property, "");
    }

    /** Maven and its settings, which are those of the build that runs this. */
    private static List<String> build() {
        return List.of(
                "maven=" + given("maven"),
                "repository=" + given("repository.local"),
                "settings=" + given("maven.settings"),
                "global=" + given("maven.global"),
                given("network"));
    }

    /** The guide's types of AMD's need one dependency more, as it says. */
    private static String withChannel(String pom) {
        String api = "<artifactId>org.cloister.api</artifactId>\n            <scope>provided</scope>\n"
                + "        </dependency>\n";
        assertThat(pom).containsOnlyOnce(api);
        return pom.replace(
                api,
                api + "        <dependency><groupId>org.cloister</groupId>"
                        + "<artifactId>org.cloister.amd.channel</artifactId><scope>provided</scope></dependency>\n");
    }

    @Test
    void thePrintedFilesMakeABundle() throws Exception {
        String page = Files.readString(SAMPLES.resolve("README.md"));
        assertThat(page).contains("`mvn package -Dcloister.repository=file:///path/to/maven-repository`");
        Path project = Files.createDirectory(work.resolve("com.example.mine"));
        Files.writeString(project.resolve("pom.xml"), withChannel(block(page, "xml", "<project")));
        Files.writeString(
                project.resolve("bnd.bnd"),
                block(page, "", "Provide-Capability").replace("=mine", "=sev-snp"));
        copy(SAMPLES.resolve("com.example.snp/src/main"), project.resolve("src/main"));
        List<String> command = new ArrayList<>(
                List.of(Path.of("build-samples").toAbsolutePath().toString()));
        command.addAll(build());
        command.add("library=" + Path.of(given("library")).toAbsolutePath());
        ProcessBuilder maven = new ProcessBuilder(command).directory(project.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path log = work.resolve("log");
        int code = maven.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
        try (JarFile jar =
                new JarFile(project.resolve("target/com.example.mine-1.0.0.jar").toFile())) {
            String imports = jar.getManifest().getMainAttributes().getValue("Import-Package");
            assertThat(imports).contains("org.cloister.api.guest;version=\"[1.", ",2)\"");
            assertThat(jar.getManifest().getMainAttributes().getValue("Service-Component"))
                    .isNotNull();
        }
    }

    /** The one command of the kit's page, in an empty folder. */
    @Test
    void theDocumentedCommandBuildsABundleAndPutsItThroughTheKit() throws Exception {
        Path folder = Files.createDirectory(work.resolve("empty"));
        DocumentedBlock block = DocumentedBlock.of("tck.md", "By command", "mvn package");
        ProcessBuilder shell = block.shell(folder);
        List<String> maven = new ArrayList<>(
                List.of(Path.of("vendor-maven").toAbsolutePath().toString(), "own=" + work.resolve("repository")));
        maven.addAll(build());
        DocumentedBlock.tool(folder.resolveSibling("tools"), "mvn", maven);
        shell.environment().put("CHECKOUT", checkout().toString());
        shell.environment()
                .put("CLOISTER", Path.of(given("distribution")).toAbsolutePath().toString());
        String said = block.ended(shell);
        assertThat(said).contains("guest type capsule", "platform capsulevm").endsWith("pass\n");
    }

    /** A checkout as far as the command looks into it. */
    private Path checkout() throws IOException {
        Path releng = Files.createDirectories(work.resolve("checkout/releng"));
        Files.createSymbolicLink(
                releng.resolve("org.cloister.vendor-samples"),
                SAMPLES.toAbsolutePath().normalize());
        Path target = Files.createDirectories(releng.resolve("org.cloister.library/target"));
        Files.createSymbolicLink(
                target.resolve("maven-repository"),
                Path.of(given("library")).toAbsolutePath().normalize());
        return releng.getParent();
    }
}
