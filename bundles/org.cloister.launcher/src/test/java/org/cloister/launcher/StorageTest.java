// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.files.ThisUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StorageTest {
    @TempDir
    Path parent;

    /** Makes a storage and fills it, and waits to be killed. */
    static final class Other {
        public static void main(String[] arguments) throws Exception {
            Storage storage = Storage.below(Path.of(arguments[0]));
            Files.writeString(
                    Files.createDirectories(storage.framework().resolve("bundle1"))
                            .resolve("x"),
                    "x");
            Files.writeString(storage.temporary().resolve("x"), "x");
            System.out.println(storage.framework().getParent());
            Thread.currentThread().join();
        }
    }

    @Test
    void isOneFolderOfThisUserAlone() throws Exception {
        Storage storage = Storage.below(parent);
        Path folder = storage.framework().getParent();
        assertThat(entries()).containsExactly(folder);
        for (Path one : List.of(folder, storage.framework(), storage.temporary())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rwx------");
        }
        storage.delete();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNext() throws Exception {
        Process killed = other();
        Process alive = other();
        Path left = Path.of(killed.inputReader().readLine());
        Path used = Path.of(alive.inputReader().readLine());
        killed.destroyForcibly().waitFor();
        assertThat(left.resolve(Storage.FRAMEWORK)).isNotEmptyDirectory();

        Storage.below(parent).delete();
        assertThat(entries()).containsExactly(used);
        assertThat(used.resolve(Storage.FRAMEWORK)).isNotEmptyDirectory();
        alive.destroyForcibly().waitFor();
        Storage.below(parent).delete();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatHasNoLockIsRemovedWhenNobodyCanBeMakingIt() throws Exception {
        Path made = PrivateFolder.temporary(parent, Storage.PREFIX).path();
        Storage.below(parent).delete();
        assertThat(made).exists();
        age(made);
        Storage.below(parent).delete();
        assertThat(made).doesNotExist();
    }

    @Test
    void whatIsNoStorageStays() throws Exception {
        Path state =
                PrivateFolder.make(parent.resolve(Storage.PREFIX + "state")).path();
        Files.writeString(state.resolve("lock"), "process 1");
        Files.writeString(state.resolve("chip"), "a key");
        Path open = Files.createDirectory(parent.resolve(Storage.PREFIX + "open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(parent.resolve(Storage.PREFIX + "link"), state);
        Path file = Files.createFile(parent.resolve(Storage.PREFIX + "file"));
        for (Path one : List.of(state, open, file)) {
            age(one);
        }
        Storage.below(parent).delete();
        assertThat(entries()).containsExactlyInAnyOrder(state, open, link, file);
        assertThat(state.resolve("chip")).exists();
    }

    @Test
    void anotherUsersStays() throws Exception {
        assumeTrue(ThisUser.number() == 0, "only root can make a folder of another user");
        Path theirs = PrivateFolder.temporary(parent, Storage.PREFIX).path();
        Files.setAttribute(theirs, "unix:uid", 65534);
        age(theirs);
        Storage.below(parent).delete();
        assertThat(theirs).exists();
    }

    private static void age(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private Process other() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.toList();
        }
    }
}
