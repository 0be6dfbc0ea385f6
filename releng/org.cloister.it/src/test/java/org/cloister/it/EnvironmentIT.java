// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is shipped, in environments that would change what it says, or have it not start. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class EnvironmentIT {
    private static final Path HOME = Path.of(System.getProperty("distribution"));
    private static final String JAVA = System.getProperty("java.home");
    private static final String[] MEASURE = {"measure", "--type", "sev-snp"};
    private static final String[] LAUNCH = {"launch", "--type", "sev-snp", "--platform", "emulated"};

    @TempDir
    Path work;

    private Program program;

    @BeforeEach
    void program() {
        program = new Program(work);
    }

    private Ended run(Map<String, String> environment, String... words) throws Exception {
        List<String> by = Stream.concat(
                        Stream.of("env"), environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()))
                .toList();
        return program.run(work, by, words);
    }

    /**
     * Environments of one word each: a language with digits of its own, one with letters of its own, hostile settings
     * of shells.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JAVA_TOOL_OPTIONS=-Duser.language=fa -Duser.country=IR -Dfile.encoding=UTF-16",
                "_JAVA_OPTIONS=-Duser.language=ar -Duser.country=EG -Duser.timezone=Pacific/Kiritimati",
                "JDK_JAVA_OPTIONS=-Duser.language=tr -Duser.country=TR -XX:+UseParallelGC",
                "LC_ALL=fa_IR.UTF-8",
                "CDPATH=/:/tmp",
                "XDG_CACHE_HOME=not/absolute",
            })
    void anyEnvironmentGivesTheSameAnswer(String setting) throws Exception {
        int equals = setting.indexOf('=');
        Map<String, String> environment = Map.of(setting.substring(0, equals), setting.substring(equals + 1));
        Ended usual = program.run(MEASURE);
        Ended measured = run(environment, MEASURE);
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).isEqualTo(usual.out());
        Ended launched = run(environment, LAUNCH);
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(launched.out()).contains(usual.out().strip(), "softsev, EMULATED");
    }

    @Test
    void aPlatformRunsUnderAnyLanguage() throws Exception {
        ProcessBuilder serve = program.process(List.of(), "serve");
        serve.environment().put("_JAVA_OPTIONS", "-Duser.language=fa -Duser.country=IR");
        Process platform = serve.redirectOutput(new File("/dev/null")).start();
        try (BufferedReader log = platform.errorReader()) {
            assertThat(log.readLine()).startsWith("Picked up");
            ServedPlatform.requireRuns(log);
            Ended listed = run(Map.of("LC_ALL", "ar_EG.UTF-8"), "list");
            assertThat(listed.code()).as(listed.err()).isZero();
        } finally {
            platform.destroy();
            assertThat(platform.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Java would make question marks, or one replacement character for each byte, of what the locale has not. */
    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LANG=C", "LC_ALL=xx_XX.ISO8859-1", "LC_CTYPE=fa_IR"})
    void textCountsAsTheBytesThatWereGiven(String setting) throws Exception {
        Files.writeString(work.resolve("käse"), "kernel");
        String[] word = setting.split("=");
        Map<String, String> utf8 = Map.of("LC_ALL", "C.UTF-8");
        Ended measured = run(Map.of(word[0], word[1]), measure("name=käse"));
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out())
                .isEqualTo(run(utf8, measure("name=käse")).out())
                .isNotEqualTo(run(utf8, measure("name=k??se")).out())
                .isNotEqualTo(run(utf8, measure("name=k\uFFFD\uFFFDse")).out());
    }

    private static String[] measure(String commandLine) {
        return new String[] {"measure", "--type", "sev-es", "--kernel", "käse", "--append", commandLine};
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        String line = "exec \"$0\" measure --type sev-snp --append \"$(printf 'k\\344se')\"";
        Process process = new ProcessBuilder(
                        "sh", "-c", line, HOME.resolve("bin/cloister").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said)
                .isEqualTo("cloister: argument 5 is not text in UTF-8 (byte 2 of it is 0xe4);"
                        + " nothing else can be given on a command line\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b'c\"d", "100%41+käse", "line\nbreak\n", "$(exit 9)`;&#?*"})
    void itRunsFromAnyFolder(String name) throws Exception {
        Path home = copy(name);
        List<String> command = Stream.concat(
                        Stream.of(home.resolve("bin/cloister").toString()), Stream.of(LAUNCH))
                .toList();
        Ended ended = ended(Map.of(), work, command.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isZero();
    }

    @Test
    void aFolderWithAColonIsNamed() throws Exception {
        Path home = copy("co:lon");
        Ended ended = ended(Map.of(), work, home.resolve("bin/cloister").toString(), "--version");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines()).singleElement().asString().contains(home.toString(), "colon");
    }

    @Test
    void aPathWithoutTheSystemsProgramsIsNamed() throws Exception {
        Ended ended = ended(
                Map.of("PATH", "/nonexistent", "JAVA_HOME", JAVA),
                work,
                "/bin/sh",
                HOME.resolve("bin/cloister").toString(),
                "--version");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines()).singleElement().asString().contains("PATH '/nonexistent'");
    }

    @Test
    void aWorkingFolderThatIsGoneIsNamed() throws Exception {
        Path gone = Files.createDirectory(work.resolve("gone"));
        String line = "cd \"$1\" && rmdir \"$1\" && exec \"$0\" --version";
        Ended ended = ended(
                Map.of(), work, "sh", "-c", line, HOME.resolve("bin/cloister").toString(), gone.toString());
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("cloister: the working folder was removed");
    }

    @Test
    void aFullTemporaryFolderIsTheCause() throws Exception {
        Path small = Files.createDirectory(work.resolve("small"));
        String line = "mount -t tmpfs -o size=64k tmpfs \"$1\" || exit 99; exec \"$0\" launch --platform emulated";
        Ended ended = ended(
                Map.of("CLOISTER_OPTS", "-Djava.io.tmpdir=" + small),
                work,
                "unshare",
                "-m",
                "sh",
                "-c",
                line,
                HOME.resolve("bin/cloister").toString(),
                small.toString());
        assumeTrue(ended.code() != 99 && !ended.err().startsWith("unshare"), "only root can mount a small folder");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .containsIgnoringCase("no space left")
                .contains(small.toString());
    }

    private Ended ended(Map<String, String> environment, Path folder, String... command) throws Exception {
        Path out = Files.createTempFile(work, "out", null);
        Path err = Files.createTempFile(work, "err", null);
        ProcessBuilder builder = new ProcessBuilder(Arrays.asList(command))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // Nor is there a home folder: without one no archives of classes are made, which takes longer than all of this
        builder.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path copy(String name) throws IOException {
        Path home = work.resolve(name);
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(HOME.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return home;
    }
}
