// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    private Path folder;

    @Test
    void keepsOthersOutUntilItIsClosed() {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        FolderLock lock = take(it);
        held(it, "process " + ProcessHandle.current().pid());
        lock.close();
        lock.close();
        take(it).close();
    }

    @Test
    void staysWhenItsProcessReadsTheFile() throws Exception {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        try (FolderLock lock = take(it)) {
            Files.readAllBytes(it.path().resolve("lock"));
            Files.createLink(folder.resolve("link"), it.path().resolve("lock"));
            Files.readAllBytes(folder.resolve("link"));
            assertThat(inAnotherProcess(it))
                    .isEqualTo("held by process " + ProcessHandle.current().pid());
        }
        assertThat(inAnotherProcess(it)).isEqualTo("taken");
    }

    @Test
    void endsWithAProcessThatIsKilled() throws Exception {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        Process other = start(it, "stay");
        assertThat(firstLine(other)).isEqualTo("taken");
        held(it, "process " + other.pid());
        other.destroyForcibly().waitFor();
        assertThat(it.path().resolve("lock.sock")).exists();
        take(it).close();
    }

    @Test
    void manyWhoAskDoNotLoosenIt() {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        try (FolderLock lock = take(it)) {
            for (int i = 0; i < 300; i++) {
                held(it, "process");
            }
        }
    }

    /** An older version locks the file alone: the whole of it for a platform, one byte for a state. */
    @Test
    void locksOfOlderVersionsCount() throws Exception {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        for (String word : new String[] {"whole", "byte"}) {
            Process older = start(it, word);
            assertThat(firstLine(older)).isEqualTo("taken");
            held(it, "an older one");
            older.destroyForcibly().waitFor();
        }
        try (FolderLock lock = take(it)) {
            for (String word : new String[] {"whole", "byte"}) {
                assertThat(firstLine(start(it, word))).isEqualTo("held");
            }
        }
    }

    @Test
    void theSocketOfTheNextHolderStays() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        FolderLock moved = take(it);
        Files.move(it.path(), folder.resolve("elsewhere"));
        try (FolderLock next = take(PrivateFolder.make(folder.resolve("it")))) {
            moved.close();
            assertThat(it.path().resolve("lock.sock")).exists();
            held(it, "process");
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void whatIsNoOwnRegularFileIsNotLocked() throws Exception {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        Path lock = it.path().resolve("lock");
        assertThat(new ProcessBuilder("mkfifo", lock.toString()).start().waitFor())
                .isZero();
        refused(it, "files.kind");
        Files.delete(lock);
        Files.writeString(it.path().resolve("lock.sock"), "somebody's");
        refused(it, "files.io");
        assertThat(it.path().resolve("lock.sock")).hasContent("somebody's");
        Roots.givenAway(lock);
        refused(it, "files.owner");
    }

    private static void refused(PrivateFolder it, String code) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> take(it))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    @Test
    void aLongPathIsNoObstacle() {
        PrivateFolder it = PrivateFolder.make(folder.resolve("long-".repeat(30)).resolve("longer-".repeat(20)));
        try (FolderLock lock = take(it)) {
            held(it, "process");
        }
        assertThat(it.path().resolve("lock.sock")).doesNotExist();
    }

    @Test
    void doesNotFollowALinkInItsPlace() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        Path victim = Files.writeString(folder.resolve("victim"), "before");
        Files.createSymbolicLink(it.path().resolve("lock"), victim);
        assertThatExceptionOfType(CloisterException.class).isThrownBy(() -> take(it));
        assertThat(victim).hasContent("before");
    }

    private static FolderLock take(PrivateFolder it) {
        return FolderLock.take(
                it, holder -> Problem.host("test.held", "held by " + holder).exception());
    }

    private static void held(PrivateFolder it, String holder) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> take(it))
                .withMessageStartingWith("held by " + holder);
    }

    private static String inAnotherProcess(PrivateFolder it) throws Exception {
        Process process = start(it, "go");
        String said = firstLine(process);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private static Process start(PrivateFolder it, String word) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        it.toString(),
                        word)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return lines.readLine();
    }

    /** Takes a folder in a process of its own. */
    static final class Other {
        private Other() {}

        @SuppressWarnings("resource") // Held until the process ends
        private static void older(PrivateFolder folder, long position, long size) throws IOException {
            FileChannel file = FileChannel.open(
                    folder.path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock(position, size, false) == null) {
                System.out.println("held");
                System.exit(0);
            }
            file.truncate(0).write(ByteBuffer.wrap("an older one".getBytes(StandardCharsets.UTF_8)), 0);
        }

        public static void main(String[] arguments) throws InterruptedException, IOException {
            try {
                PrivateFolder folder = PrivateFolder.require(Path.of(arguments[0]));
                switch (arguments[1]) {
                    case "whole" -> older(folder, 0, Long.MAX_VALUE);
                    case "byte" -> older(folder, 1L << 32, 1);
                    default -> take(folder);
                }
                System.out.println("taken");
                if (!arguments[1].equals("go")) {
                    Thread.currentThread().join();
                }
            } catch (CloisterException e) {
                System.out.println(e.problem().what().replaceAll(" since .*", ""));
            }
        }
    }
}
