// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs run under the supervisor as they do without it. */
@Timeout(120)
class SupervisedProgramTest {
    @TempDir
    Path folder;

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name), ISO_8859_1);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void theExitStatusPassesThrough() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThat(host.run("true")).isZero();
            assertThat(host.run("sh", "-c", "exit 42")).isEqualTo(42);
            assertThat(host.run("sh", "-c", "kill -TERM $$")).isEqualTo(128 + 15);
            assertThat(host.run("sh", "-c", "kill -KILL $$")).isEqualTo(128 + 9);
        }
    }

    @Test
    void aProgramOfManyProcessesWorks() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            String script = "for i in 1 2 3 4 5 6 7 8; do (echo $i | cat | tr 1-8 a-h) & done >%s; wait";
            assertThat(host.run("sh", "-c", String.format(script, file("out")))).isZero();
            assertThat(said("out").lines()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
        }
    }

    @Test
    void aScriptWithoutAnInterpreterIsRefusedInWords() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "exit 0\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThatThrownBy(() -> host.begin(script.toString()))
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContaining("#!")
                    .hasMessageNotContaining("SEV");
        }
    }

    @Test
    void wordsAndEnvironmentAreBytes() throws Exception {
        byte[] odd = {(byte) 0xff, (byte) 0xc3, ' ', '\n', (byte) 0x80, 'x'};
        String script = "printf %s \"$1\" >" + file("word") + "; printf %s \"$ODD\" >" + file("variable");
        byte[] variable = ("ODD=" + new String(odd, ISO_8859_1)).getBytes(ISO_8859_1);
        try (SupervisedHost host = SupervisedHost.of()) {
            SupervisedProgram program = new SupervisedProgram(
                    List.of(text("/bin/sh"), text("-c"), text(script), text("sh"), Bytes.of(odd)),
                    List.of(Bytes.of(variable)),
                    List.of());
            assertThat(host.supervisor().begin(program).join()).isZero();
        }
        assertThat(Files.readAllBytes(folder.resolve("word"))).isEqualTo(odd);
        assertThat(Files.readAllBytes(folder.resolve("variable"))).isEqualTo(odd);
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(ISO_8859_1));
    }

    @Test
    void nothingOfJavaIsHandedOn() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            String script = "ls /proc/self/fd >%s; grep SigBlk /proc/self/status >%s";
            assertThat(host.run("sh", "-c", String.format(script, file("open"), file("blocked"))))
                    .isZero();
        }
        // Besides its three, ls has the folder that it lists
        assertThat(said("open").lines()).containsExactly("0", "1", "2", "3");
        assertThat(said("blocked")).contains("0000000000000000");
    }

    @Test
    void handlersOfSignalsRun() throws Exception {
        try (SupervisedHost host = SupervisedHost.of()) {
            String script = "trap 'echo caught >%s; exit 7' USR1; kill -USR1 $$; exit 1";
            assertThat(host.run("sh", "-c", String.format(script, file("out")))).isEqualTo(7);
        }
        assertThat(said("out")).isEqualTo("caught\n");
    }

    @Test
    void whatAProgramLeftRunningIsWaitedFor() throws Exception {
        Path pipe = pipe();
        try (SupervisedHost host = SupervisedHost.of()) {
            String script = "(read word <%s; echo $word >%s) & exit 5";
            RunningProgram program = host.begin("sh", "-c", String.format(script, pipe, file("late")));
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
                try {
                    return program.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Awaited.gone(program.process());
            assertThat(status).isNotDone();
            Files.writeString(pipe, "hello\n");
            assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(5);
        }
        assertThat(said("late")).isEqualTo("hello\n");
    }

    @Test
    void aStoppedProgramContinues() throws Exception {
        Path pipe = pipe();
        try (SupervisedHost host = SupervisedHost.of()) {
            RunningProgram program = host.begin("sh", "-c", "read word <" + pipe + "; exit 9");
            kill("STOP", program.process());
            Awaited.state(program.process(), "[Tt]");
            kill("CONT", program.process());
            Files.writeString(pipe, "go\n");
            assertThat(program.join()).isEqualTo(9);
        }
    }

    @Test
    void programsEndWithTheirSupervisor() throws Exception {
        Path pipe = pipe();
        SupervisedHost.of().close();
        Process supervisor = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator + File.pathSeparator, ":"),
                        EndlessProgram.class.getName(),
                        "(echo $$ >" + file("pid") + "; setsid cat <" + pipe + ") & cat <" + pipe)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try {
            int shell = Integer.parseInt(Awaited.line(folder.resolve("pid")));
            supervisor.destroyForcibly().waitFor();
            Awaited.gone(shell);
        } finally {
            supervisor.destroyForcibly();
        }
    }

    @Test
    void aProgramThatIsNotThereIsRefused() {
        try (SupervisedHost host = SupervisedHost.of()) {
            assertThatThrownBy(() -> host.begin("no-such-program"))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("supervisor.program"));
        }
    }

    @Test
    void aFolderIsNoProgram() {
        try (SupervisedHost host = SupervisedHost.of()) {
            String path = folder.toString();
            assertThatThrownBy(() -> host.begin(path))
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContaining("cannot be executed");
        }
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static void kill(String signal, int process) throws Exception {
        Optional<Integer> status = Optional.of(
                new ProcessBuilder("kill", "-" + signal, "" + process).start().waitFor());
        assertThat(status).contains(0);
    }
}
