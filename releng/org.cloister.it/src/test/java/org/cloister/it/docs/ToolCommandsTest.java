// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines of the documentation that call the build, Java or systemd name what there is. They are not run: a build within
 * the build, benchmarks that take minutes, and services of the host. What stays unchecked:
 *
 * <ul>
 *   <li>jars on class paths and after {@code -jar}: the build makes them later than this test
 *   <li>arguments of the programs: their own tests know them
 *   <li>goals and phases: Maven's and its plugins'
 * </ul>
 */
class ToolCommandsTest {
    private static final Pattern MAVEN = Pattern.compile("\\./mvnw( [^`\n#;&]*)");
    private static final Pattern PROFILE = Pattern.compile("(?s)<profile>.*?<id>([^<]+)</id>");
    private static final Pattern CLASS = Pattern.compile("\\bjava -[^`\n#]*?\\s(org\\.cloister\\.[\\w.]*[A-Z]\\w*)");
    private static final Pattern UNIT = Pattern.compile("systemctl (?:enable --now|edit) ([\\w-]+)");
    private static final Path UNITS = Pages.ROOT.resolve("releng/org.cloister.distribution/src/systemd");

    /** Properties of Maven and of its plugins that no file of ours has to name. */
    private static final Set<String> MAVENS =
            Set.of("test", "it.test", "skipTests", "forkCount", "maven.repo.local", "surefire.failIfNoSpecifiedTests");

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> everyCallOfTheBuildNamesWhatThereIs() throws IOException {
        String poms = sources("pom.xml");
        String code = sources(".java");
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            MAVEN.matcher(text(page))
                    .results()
                    .map(call -> call.group(1).strip())
                    .forEach(call -> tests.add(DynamicTest.dynamicTest(
                            Pages.name(page) + ": ./mvnw " + call,
                            () -> assertThat(unknown(call, poms, code)).isEmpty())));
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    @Test
    void everyClassThatJavaIsToRunHasAMainMethod() throws IOException {
        List<String> classes = new ArrayList<>();
        for (Path page : Pages.all()) {
            CLASS.matcher(text(page)).results().map(call -> call.group(1)).forEach(classes::add);
        }
        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Files.readString(Pages.ROOT
                                .resolve("releng/org.cloister.benchmarks/src/main/java")
                                .resolve(name.replace('.', '/') + ".java")))
                        .contains("static void main(String"));
    }

    @Test
    void everyUnitThatIsNamedIsShipped() throws IOException {
        List<String> units = new ArrayList<>();
        for (Path page : Pages.all()) {
            UNIT.matcher(text(page)).results().map(call -> call.group(1)).forEach(units::add);
        }
        assertThat(units)
                .isNotEmpty()
                .allSatisfy(unit -> assertThat(UNITS.resolve(unit + ".service")).exists());
    }

    /** The program is not installed here, so another one that is stands in its place. */
    @Test
    void systemdTakesTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze here");
        String unit = Files.readString(UNITS.resolve("cloister.service"));
        Path copy = Files.writeString(
                folder.resolve("cloister.service"), unit.replace("/opt/cloister/bin/cloister", "/bin/true"));
        Path said = folder.resolve("said");
        Process verify = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", copy.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(verify.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            verify.destroyForcibly();
        }
        assertThat(Files.readString(said, StandardCharsets.UTF_8).lines())
                .as("exit code " + verify.exitValue())
                .noneMatch(line -> line.contains("cloister.service"));
    }

    private static List<String> unknown(String call, String poms, String code) {
        List<String> unknown = new ArrayList<>();
        String[] words = call.replace("'", "").split(" +");
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("-pl")) {
                Arrays.stream(words[i + 1].split(","))
                        .filter(module ->
                                !Files.exists(Pages.ROOT.resolve(module).resolve("pom.xml")))
                        .forEach(unknown::add);
            } else if (word.startsWith("-P")) {
                if (PROFILE.matcher(poms).results().noneMatch(id -> id.group(1).equals(word.substring(2)))) {
                    unknown.add(word);
                }
            } else if (word.startsWith("-D") && !known(word.substring(2).split("=", 2)[0], poms + code)) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    private static boolean known(String property, String sources) {
        return MAVENS.contains(property)
                || sources.contains("\"" + property + "\"")
                || sources.contains("${" + property + "}");
    }

    /** A page with the lines that a backslash continues put together. */
    private static String text(Path page) throws IOException {
        return Files.readString(page).replaceAll(" *\\\\\n *", " ");
    }

    private static String sources(String end) throws IOException {
        try (Stream<Path> files = Stream.of("pom.xml", "bundles", "releng")
                .map(Pages.ROOT::resolve)
                .flatMap(ToolCommandsTest::below)) {
            return files.filter(file ->
                            file.toString().endsWith(end) && !file.toString().contains("/target/"))
                    .map(ToolCommandsTest::content)
                    .collect(Collectors.joining());
        }
    }

    private static Stream<Path> below(Path path) {
        try {
            return Files.walk(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
