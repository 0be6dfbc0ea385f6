// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program as it is shipped, with settings that cannot be read or are wrong: nothing is launched, and one line says
 * why.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class SettingsFilesIT {
    private static final int SOMEBODY = 4711;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path work;

    private Program program;
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        program = new Program(work);
        folder = mode(Files.createDirectory(work.resolve("settings")), "rwx------");
    }

    private static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Path write(String name, String text) throws IOException {
        return mode(Files.writeString(folder.resolve(name), text), "rw-------");
    }

    private Ended run(String... arguments) throws Exception {
        Path out = Files.createTempFile(work, "out", null);
        Path err = Files.createTempFile(work, "err", null);
        ProcessBuilder builder = program.process(java.util.List.of(), arguments)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CLOISTER_OPTS", "-Dfelix.fileinstall.dir=" + folder);
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void refused(String... told) throws Exception {
        Ended ended = run("launch", "--platform", "emulated");
        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err()).contains(told).hasLineCount(1).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.cloister.core.cfg    | x=\\u00zz                           | org.cloister.core.cfg:1: this escape"
                        + " is broken",
                "org.cloister.core.cfg    | ''                                 | write a comment",
                "org.cloister.cor.cfg     | allowed.types = sev-es             | did you mean org.cloister.core.cfg",
                "org.cloister.core.cfg    | policy.defaults = sev-snp:smt=offf | found offf, expected on or off",
                "org.cloister.core.cfg    | policy.defaults = sev-spn:smt=off  | did you mean sev-snp",
                "org.cloister.core.cfg    | allowed.types = ,                  | org.cloister.core.cfg:1:"
                        + " allowed.types",
                "org.cloister.softsev.cfg | cbit = 99                          | org.cloister.softsev.cfg:1: cbit",
                "org.cloister.softsev.cfg | generatoin = TURIN                 | did you mean generation",
            })
    void whatIsWrongIsToldInOneLineAndNothingIsLaunched(String name, String text, String told) throws Exception {
        write(name, text);
        refused(told);
    }

    @Test
    void aFolderThatIsMissingOrInWhichOthersCanWriteIsRefused() throws Exception {
        write("org.cloister.core.backends.cfg", "folder = " + Files.createDirectory(work.resolve("backends")));
        mode(folder, "rwxrwxrwx");
        refused("settings: other users can write here");
        Ended served = run("serve");
        assertThat(served.code()).isEqualTo(3);
        assertThat(served.err())
                .contains("settings: other users can write here")
                .doesNotContain("the platform runs");
        Files.move(folder, work.resolve("away"));
        refused(folder.toString(), "there is no such file or folder");
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files to other users");
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        refused("this belongs to another user");
    }

    @Test
    void theWordsOfTheCommandLineAreTakenAndAnEmptyFolderIsTheDefaults() throws Exception {
        assertThat(run("launch", "--platform", "emulated").code()).isZero();
        write("org.cloister.softsev.cfg", "generation = turin");
        Ended again = run("launch", "--platform", "emulated", "--generation", "turin");
        assertThat(again.code()).as(again.err()).isZero();
        Ended shown = run("config", "show");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out()).containsPattern("generation +turin +" + folder + "/org.cloister.softsev.cfg:1");
    }

    /** What is shipped is a sample of every setting there is. */
    @Test
    void theSamplesNameEverySetting() throws Exception {
        Path samples = Path.of(System.getProperty("distribution"), "conf", "settings");
        for (String line : run("config", "show").out().lines().toList()) {
            if (line.startsWith("  ")) {
                String key = line.strip().split(" ", 2)[0];
                assertThat(samples).isDirectoryContaining(file -> says(file, "#" + key + " = "));
            }
        }
        assertThat(run("config", "check").code()).isZero();
    }

    private static boolean says(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
