// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.api.platform.PlatformUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Launch after launch of QEMU leaves nothing behind, and neither does what is killed. {@code -Dforeign.launches=100}
 * makes it long.
 */
@Tag("foreign")
@Timeout(900)
class ForeignEnduranceTest {
    private static final int LAUNCHES = Integer.getInteger("foreign.launches", 10);
    private static final int KILL = 9;

    @TempDir
    Path files;

    private ForeignQemu qemu() throws IOException {
        ForeignQemu qemu = new ForeignQemu(ForeignFolder.of("sid"), files);
        qemu.firmware();
        return qemu;
    }

    private static List<String> guest(ForeignQemu qemu, int cbit) {
        return qemu.snp(cbit, "EPYC-Milan", 2, "", List.of());
    }

    // Three ASIDs for SEV-SNP: each has to come back in time
    private static SupervisedHost host() {
        return SupervisedHost.of(Map.of("cpuid.pages", "corrected", "asid.max", "4", "asid.first.sev", "4"));
    }

    @Test
    void launchesInARowLeaveNothing() throws Exception {
        ForeignQemu qemu = qemu();
        try (SupervisedHost host = host()) {
            int cbit = qemu.cbit(host);
            qemu.launch(host, "first", guest(qemu, cbit));
            idle(host);
            long open = open();
            long pages = memory();
            for (int i = 0; i < LAUNCHES; i++) {
                qemu.launch(host, "qmp" + i, guest(qemu, cbit));
            }
            assertThat(ForeignQemu.digests(host)).hasSize(LAUNCHES + 1);
            assertThat(ForeignQemu.digests(host).stream().distinct()).hasSize(1);
            idle(host);
            Awaited.until("the descriptors are closed", () -> open() <= open);
            // Of as many guests of 256 MiB, not one
            assertThat(memory() - pages).isLessThan(256L << 20);
        }
    }

    @Test
    void launchesSideBySideLeaveNothing() throws Exception {
        ForeignQemu qemu = qemu();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (SupervisedHost host = host()) {
            int cbit = qemu.cbit(host);
            int launches = Math.max(4, LAUNCHES / 5);
            List<Future<?>> all = IntStream.range(0, launches)
                    .<Future<?>>mapToObj(i -> two.submit(() -> {
                        qemu.launch(host, "qmp" + i, guest(qemu, cbit));
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(ForeignQemu.digests(host)).hasSize(launches);
            assertThat(ForeignQemu.digests(host).stream().distinct()).hasSize(1);
            idle(host);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void theGuestsOfAKilledProgramAreGone() throws Exception {
        ForeignQemu qemu = qemu();
        try (SupervisedHost host = host()) {
            int cbit = qemu.cbit(host);
            PlatformUsage usage = host.platform().adapt(PlatformUsage.class).orElseThrow();
            try (RunningProgram program = qemu.begin(host, "qmp", guest(qemu, cbit));
                    QmpClient monitor = qemu.monitor("qmp", program)) {
                monitor.ask("query-sev");
                assertThat(usage.machines()).isEqualTo(1);
                program.send(KILL);
                assertThat(program.join()).isEqualTo(128 + KILL);
            }
            idle(host);
        }
    }

    @Test
    void theProgramsOfAKilledSupervisorAreGone() throws Exception {
        ForeignQemu qemu = qemu();
        Path script = Files.writeString(files.resolve("script"), "echo $$ >" + files + "/pid; exec \"$@\"");
        String words = Stream.concat(Stream.of("sh", script.toString()), qemu.words("qmp", List.of()).stream())
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce("exec", (a, b) -> a + " " + b);
        Process supervisor = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator + File.pathSeparator, ":"),
                        EndlessProgram.class.getName(),
                        words)
                .redirectError(files.resolve("errors").toFile())
                .start();
        try {
            int process = Integer.parseInt(Awaited.line(files.resolve("pid")));
            try (QmpClient monitor = QmpClient.of(files.resolve("qmp"), process)) {
                assertThat(monitor.ask("query-sev-capabilities").has("return")).isTrue();
                supervisor.destroyForcibly().waitFor();
                Awaited.gone(process);
            }
        } finally {
            supervisor.destroyForcibly();
        }
    }

    private static void idle(SupervisedHost host) {
        PlatformUsage usage = host.platform().adapt(PlatformUsage.class).orElseThrow();
        Awaited.until("the machines are gone", () -> usage.machines() == 0);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static long open() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What this process's heap holds. */
    private static long memory() throws IOException {
        System.gc();
        Runtime java = Runtime.getRuntime();
        return java.totalMemory() - java.freeMemory();
    }
}
