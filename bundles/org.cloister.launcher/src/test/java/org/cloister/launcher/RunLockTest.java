package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With another process: a lock is nothing between two parts of one. */
@Timeout(60)
class RunLockTest {
    @TempDir
    Path folder;

    private Process holder;

    /** Takes a lock and keeps it until it is killed or its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (RunLock lock = RunLock.take(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @BeforeEach
    void hold() throws IOException {
        holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        place(RunLock.class) + File.pathSeparator + place(Holder.class),
                        Holder.class.getName(),
                        lock().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = holder.inputReader();
        assertThat(out.readLine()).isEqualTo("held");
    }

    @AfterEach
    void kill() {
        holder.destroyForcibly();
    }

    @Test
    void aSecondOneIsToldWhoHasIt() {
        assertThatThrownBy(() -> RunLock.take(lock()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("process " + holder.pid() + " since 20")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void itIsFreeWhenItsHolderWasKilled() throws Exception {
        holder.destroyForcibly().waitFor();

        try (RunLock lock = RunLock.take(lock())) {
            assertThat(Files.readString(lock()))
                    .startsWith("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void itIsFreeAndEmptyWhenItsHolderHasClosedIt() throws Exception {
        holder.outputWriter().close();
        assertThat(holder.waitFor()).isZero();

        assertThat(lock()).isEmptyFile();
        RunLock.take(lock()).close();
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private Path lock() {
        return folder.resolve("lock");
    }
}
