// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.it.Program.Ended;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Programs as they are, begun by the program as it is shipped. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class SoftsevIT {
    private static final Path KVM = Path.of("/dev/kvm");

    @TempDir
    Path work;

    private Program program;

    @BeforeEach
    void program() {
        Needs.that(Files.isWritable(KVM), () -> "access to " + KVM);
        program = new Program(work);
    }

    @Test
    void exitStatusStreamsAndWordsPassThrough() throws Exception {
        Ended ended = program.run(
                "softsev",
                "--model",
                "milan",
                "--trace",
                "trace",
                "--",
                "sh",
                "-c",
                "cat /sys/module/kvm_amd/parameters/sev_snp; echo \"$@\" >&2; exit 7",
                "sh",
                "--trace",
                "a  b");
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.out()).isEqualTo("Y\n");
        assertThat(ended.err()).contains("--trace a  b\n", "emulated secure processor (milan)");
        assertThat(work.resolve("trace")).isEmptyFile();
    }

    @Test
    void bytesOfNoCharacterSetReachTheProgram() throws Exception {
        List<String> by =
                List.of("sh", "-c", "ODD=$(printf 'x\\377') LC_ALL=C exec \"$@\" \"$(printf 'a\\300\\377')\"", "sh");
        Ended ended = program.run(
                work,
                by,
                "softsev",
                "--",
                "sh",
                "-c",
                "printf %s.%s.%s \"$1\" \"$ODD\" \"$LC_ALL\" | od -An -tx1",
                "sh");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().strip()).isEqualTo("61 c0 ff 2e 78 ff 2e 43");
    }

    @Test
    void descriptorsOfTheCallerReachTheProgram() throws Exception {
        List<String> by = List.of("sh", "-c", "exec \"$@\" 7</dev/null", "sh");
        Ended ended = program.run(work, by, "softsev", "--", "sh", "-c", "ls /proc/self/fd | tr '\\n' ' '");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().strip()).isEqualTo("0 1 2 3 7");
    }

    // Whatever the start script has variables for, a caller may have some of the same names
    @Test
    void everyVariableOfTheCallerReachesTheProgram() throws Exception {
        List<String> by = List.of(
                "sh",
                "-c",
                "for Z in $(grep -Eow '[a-z_]+' \"$1\" | sort -u); do export \"$Z=mine\"; done; exec \"$@\"",
                "sh");
        Ended ended = program.run(work, by, "softsev", "--", "sh", "-c", "env | grep -Ec '^[a-z_]+=mine$'; env");
        assertThat(ended.code()).as(ended.err()).isZero();
        List<String> lines = ended.out().lines().toList();
        assertThat(Integer.parseInt(lines.get(0))).isGreaterThan(100);
        assertThat(lines).contains("home=mine", "version=mine", "name=mine", "kind=mine", "java=mine");
        assertThat(lines.stream().filter(line -> line.matches("(?!own_|_=)[a-z][a-z_]*=.*")))
                .allMatch(line -> line.endsWith("=mine"));
    }

    @Test
    void aClosedStandardErrorIsNoFileOfJava() throws Exception {
        List<String> by = List.of("sh", "-c", "exec \"$@\" 2>&-", "sh");
        Ended ended = program.run(work, by, "softsev", "--", "sh", "-c", "readlink /proc/self/fd/2");
        assertThat(ended.code()).isZero();
        assertThat(ended.out().strip()).isEqualTo("/dev/null");
    }

    @Test
    void whoIsAskedToEndAsksTheProgram() throws Exception {
        List<String> by = List.of(
                "sh",
                "-c",
                "\"$@\" & until [ -e ready ]; do sleep 0.1; done; kill -TERM $!; wait $!; echo $? >&2",
                "sh");
        Ended ended = program.run(
                work,
                by,
                "softsev",
                "--",
                "sh",
                "-c",
                "trap 'echo asked; exit 5' TERM; : >ready; while :; do sleep 0.1; done");
        assertThat(ended.out()).isEqualTo("asked\n");
        assertThat(ended.err()).endsWith("143\n");
    }

    @Test
    void aFolderThatCannotBeHadIsRefusedBeforeTheProgram() throws Exception {
        Files.createFile(work.resolve("file"));
        Ended ended = program.run("softsev", "--state", "file/state", "--", "echo", "begun");
        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("file: the platform's state").doesNotContain("\tat ");
    }

    @Test
    void whatIsNoProgramIsWrongUsage() throws Exception {
        Ended ended = program.run("softsev", "--", "no-such-program");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("no-such-program");
    }
}
