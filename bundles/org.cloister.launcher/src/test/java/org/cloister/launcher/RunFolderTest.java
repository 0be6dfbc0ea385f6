// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path parent;

    @Test
    void theOneThatIsNamedComesFirstThenTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("CLOISTER_RUN", "/of/environment", "XDG_RUNTIME_DIR", "/of/session");

        assertThat(RunFolder.of(Optional.of("/named"), environment).path()).isEqualTo(Path.of("/named"));
        assertThat(RunFolder.of(Optional.empty(), environment).path()).isEqualTo(Path.of("/of/environment"));
        assertThat(RunFolder.of(Optional.of("here"), Map.of()).path()).isAbsolute();
    }

    @Test
    void theUsualOneIsRootsOrTheUsersOwn() throws Exception {
        boolean root = uid(Path.of("/proc/self")) == 0;
        Map<String, String> session = Map.of("CLOISTER_RUN", "", "XDG_RUNTIME_DIR", "/of/session");

        assertThat(RunFolder.of(Optional.empty(), session).path())
                .isEqualTo(Path.of(root ? "/run/cloister" : "/of/session/cloister"));
        assertThat(RunFolder.of(Optional.empty(), Map.of()).path().toString())
                .isEqualTo(root ? "/run/cloister" : "/tmp/cloister-" + uid(Path.of("/proc/self")));
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> RunFolder.of(Optional.of("a\0b"), Map.of())).isInstanceOf(StartException.class);
    }

    @Test
    void aPathThatIsTooLongForASocketIsRefusedBeforeAnythingIsMade() {
        String name = parent.resolve("x".repeat(100)).toString();

        assertThatThrownBy(() -> RunFolder.of(Optional.of(name), Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("at most 107");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void theRootOfAllFoldersIsNone() {
        assertThatThrownBy(() -> RunFolder.of(Optional.of("/"), Map.of()).make())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("/: ");
    }

    @Test
    void isMadeForItsOwnerAlone() throws Exception {
        RunFolder folder = new RunFolder(parent.resolve("a/b"));

        assertThat(folder.check()).isFalse();
        folder.make();

        assertThat(mode(folder.path())).isEqualTo("rwx------");
        assertThat(folder.check()).isTrue();
        folder.make();
    }

    @Test
    void oneThatOthersCanEnterIsRefused() throws Exception {
        Path open = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x---"));

        assertThatThrownBy(new RunFolder(open)::make)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("mode 0710")
                .hasMessageContaining("chmod 700")
                .hasMessageContaining("--run DIR");
    }

    @Test
    void aFileOrALinkIsRefused() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), parent);

        assertThatThrownBy(new RunFolder(file)::make).hasMessageContaining("expected a folder");
        assertThatThrownBy(new RunFolder(link)::check).hasMessageContaining("a symbolic link");
        assertThatThrownBy(new RunFolder(file.resolve("below"))::make).hasMessageContaining(file + ": ");
    }

    @Test
    void oneOfAnotherUserIsRefused() throws Exception {
        assumeTrue(uid(Path.of("/proc/self")) == 0, "only root can make a folder of another user");
        RunFolder folder = new RunFolder(parent.resolve("theirs"));
        folder.make();
        Files.setAttribute(folder.path(), "unix:uid", NOBODY);

        assertThatThrownBy(folder::check).hasMessageContaining("belongs to");
    }

    @Test
    void oneBelowAFolderThatOthersCanChangeIsRefused() throws Exception {
        Path above = Files.createDirectory(parent.resolve("above"));
        RunFolder folder = new RunFolder(above.resolve("it"));
        folder.make();
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(folder::check)
                .isInstanceOf(StartException.class)
                .hasMessageContaining(above + ": writable by others");
        assertThatThrownBy(new RunFolder(above.resolve("another"))::make).isInstanceOf(StartException.class);
        assertThat(above.resolve("another")).doesNotExist();
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
