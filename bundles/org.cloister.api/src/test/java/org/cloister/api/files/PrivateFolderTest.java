// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void isMadeForThisUserAlone() throws IOException {
        Path path = folder.resolve("above/it");
        assertThat(PrivateFolder.make(path).path()).isEqualTo(path);
        assertThat(mode(path)).isEqualTo("rwx------");
        assertThat(PrivateFolder.make(path).path()).isEqualTo(path);
        assertThat(PrivateFolder.find(folder.resolve("none"))).isEmpty();
    }

    @Test
    void openForeignAndLinkedFoldersAreRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        for (String mode : new String[] {"rwxrwxrwx", "rwxrwx---", "rwx--x---", "rwxr-xr-x", "rwx---r--"}) {
            Roots.mode(open, mode);
            refused(() -> PrivateFolder.make(open), "files.mode");
        }
        Roots.mode(open, "rwx------");
        Path link = Files.createSymbolicLink(folder.resolve("link"), open);
        refused(() -> PrivateFolder.make(link), "files.link");
        refused(() -> PrivateFolder.make(Files.createFile(folder.resolve("file"))), "files.kind");
        refused(() -> PrivateFolder.require(folder.resolve("none")), "files.missing");
        Roots.givenAway(open);
        refused(() -> PrivateFolder.make(open), "files.owner");
    }

    @Test
    void aFileInThePlaceOfAFolderAboveIsTold() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused(() -> PrivateFolder.make(file.resolve("it")), "files.io");
        refused(() -> PrivateFolder.make(file.resolve("above/it")), "files.io");
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> PrivateFolder.make(file.resolve("it")))
                .withMessageStartingWith(file + ": ")
                .withMessageContaining("no folder");
        assertThat(PrivateFolder.find(file.resolve("it"))).isEmpty();
    }

    @Test
    void aFolderBelowOneThatOthersCanChangeIsRefused() throws IOException {
        Path above = Files.createDirectory(folder.resolve("above"));
        PrivateFolder.make(above.resolve("it"));
        Roots.mode(above, "rwxrwxrwx");
        refused(() -> PrivateFolder.make(above.resolve("it")), "files.parent");
        Files.setAttribute(above, "unix:mode", 01777);
        PrivateFolder.make(above.resolve("it"));
        PrivateFolder.temporary(above, "of-the-day-");
    }

    @Test
    void nothingIsMadeBelowOneThatOthersCanChange() throws IOException {
        Path above = Roots.mode(Files.createDirectory(folder.resolve("above")), "rwxrwxrwx");
        refused(() -> PrivateFolder.make(above.resolve("one/two/it")), "files.parent");
        assertThat(above).isEmptyDirectory();
    }

    /** As far as the umask lets it. */
    @Test
    void foldersAboveAreForOthersToPassThroughOnly() throws IOException {
        PrivateFolder.make(folder.resolve("one/two/it"));
        assertThat(mode(folder.resolve("one/two"))).matches("rwx[r-]-[x-][r-]-[x-]");
    }

    @Test
    void aDanglingLinkIsNoFolderAbove() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        refused(() -> PrivateFolder.make(folder.resolve("link/it")), "files.io");
        refused(() -> PrivateFolder.make(folder.resolve("link")), "files.link");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void filesAreReplacedAsAWhole() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        assertThat(it.read("file", 10)).isEmpty();
        it.create("file", CONTENT);
        refused(() -> it.create("file", CONTENT), "files.io");
        it.replace("file", new byte[] {1, 2, 3});
        assertThat(it.read("file", 10).orElseThrow()).containsExactly(1, 2, 3);
        assertThat(it.read("file", 1).orElseThrow())
                .as("one more than the most")
                .containsExactly(1, 2);
        assertThat(mode(it.path().resolve("file"))).isEqualTo("rw-------");
        assertThat(files(it)).containsExactly("file");
        it.remove("file");
        it.remove("file");
        assertThat(files(it)).isEmpty();
    }

    @Test
    void whatOthersPutThereIsNotWrittenThrough() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        Path victim = Files.writeString(folder.resolve("victim"), "before");
        Files.createSymbolicLink(it.path().resolve("file"), victim);
        refused(() -> it.read("file", 10), "files.link");
        refused(() -> it.create("file", CONTENT), "files.io");
        it.replace("file", CONTENT);
        assertThat(victim).hasContent("before");
        assertThat(it.path().resolve("file")).isRegularFile().hasContent("content");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void whatIsNoClosedRegularFileIsNotRead() throws Exception {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        it.create("file", CONTENT);
        Roots.mode(it.path().resolve("file"), "rw-r-----");
        refused(() -> it.read("file", 10), "files.mode");
        it.folder("inner");
        refused(() -> it.read("inner", 10), "files.kind");
        Process pipe = new ProcessBuilder("mkfifo", it.path().resolve("pipe").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        refused(() -> it.read("pipe", 10), "files.kind");
        Roots.givenAway(it.path().resolve("file"));
        refused(() -> it.read("file", 10), "files.owner");
    }

    @Test
    void whatAKilledWriterLeftIsRemoved() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        it.create("file", CONTENT);
        it.create(".file.0123456789abcdef01.new", CONTENT);
        it.tidy();
        assertThat(files(it)).containsExactly("file");
    }

    @Test
    void isDeletedWithoutFollowingLinks() throws IOException {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        Path outside = Files.writeString(
                Files.createDirectory(folder.resolve("outside")).resolve("file"), "stays");
        it.folder("inner").create("file", CONTENT);
        Files.createSymbolicLink(it.path().resolve("link"), outside.getParent());
        assertThat(it.delete()).isTrue();
        assertThat(it.path()).doesNotExist();
        assertThat(outside).hasContent("stays");
    }

    @Test
    void namesDoNotLeadOut() {
        PrivateFolder it = PrivateFolder.make(folder.resolve("it"));
        for (String name : new String[] {"../file", "a/b", "/file", "", ".", ".."}) {
            assertThatIllegalArgumentException().isThrownBy(() -> it.read(name, 1));
        }
    }

    private static void refused(ThrowingCallable call, String code) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(
                        e -> assertThat(e.problem().code()).as(e.getMessage()).isEqualTo(code));
    }

    private static Stream<String> files(PrivateFolder it) throws IOException {
        try (Stream<Path> files = Files.list(it.path())) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
