// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedPathTest {
    private Path file;

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        file = Files.writeString(Files.createDirectory(folder.resolve("in")).resolve("file"), "x");
    }

    @Test
    void whatOthersMayReadIsTrusted() throws IOException {
        Roots.mode(file, "rw-r--r--");
        Roots.mode(file.getParent(), "rwxr-xr-x");
        assertThatCode(() -> TrustedPath.requireFile(file)).doesNotThrowAnyException();
        assertThatCode(() -> TrustedPath.requireFolder(file.getParent())).doesNotThrowAnyException();
    }

    @Test
    void aLinkOfOursAmongTheFoldersIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("in"));
        assertThatCode(() -> TrustedPath.requireFile(link.resolve("file"))).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingIsTold() {
        refused(folder.resolve("none"), "files.missing");
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        refused(Roots.mode(file, "rw-rw----"), "files.mode");
        refused(Roots.mode(file, "rw----rw-"), "files.mode");
    }

    @Test
    void aLinkIsRefused() throws IOException {
        refused(Files.createSymbolicLink(folder.resolve("link"), file), "files.link");
    }

    @Test
    void aFolderIsNoFile() {
        refused(folder, "files.kind");
    }

    @Test
    void anothersFileIsRefused() throws IOException {
        refused(Roots.givenAway(file), "files.owner");
    }

    @Test
    void whatLiesInAnothersFolderIsRefused() throws IOException {
        Roots.givenAway(file.getParent());
        refused(file, "files.parent");
    }

    @Test
    void whatLiesInAnOpenFolderIsRefused() throws IOException {
        Roots.mode(file.getParent(), "rwxrwxrwx");
        refused(file, "files.parent");
    }

    @Test
    void anothersLinkAmongTheFoldersIsRefused() throws IOException {
        Path link = Roots.givenAway(Files.createSymbolicLink(folder.resolve("link"), Path.of("in")));
        refused(link.resolve("file"), "files.parent");
    }

    @Test
    void aLinkIntoAnOpenFolderIsRefused() throws IOException {
        Roots.mode(file.getParent(), "rwxrwxrwx");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("in"));
        refused(link.resolve("file"), "files.parent");
    }

    @Test
    void twoDotsBehindALinkLeadToWhereItLeads() throws IOException {
        Path open = Roots.mode(Files.createDirectory(folder.resolve("open")), "rwxrwxrwx");
        Files.createDirectory(open.resolve("inner"));
        Files.writeString(open.resolve("file"), "x");
        Path link = Files.createSymbolicLink(file.resolveSibling("link"), open.resolve("inner"));
        refused(link.resolve("../file"), "files.parent");
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> TrustedPath.requireFolder(link.resolve("..")))
                .withMessageContaining(link.toString());
        assertThatCode(() -> TrustedPath.requireFile(file.getParent().resolve("../in/./file")))
                .doesNotThrowAnyException();
    }

    @Test
    void linksInACircleEnd() throws IOException {
        Path one = folder.resolve("one");
        Files.createSymbolicLink(folder.resolve("two"), one);
        Files.createSymbolicLink(one, Path.of("two"));
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> TrustedPath.requireParents(one.resolve("file")))
                .withMessageContaining("circle");
    }

    private static void refused(Path path, String code) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> TrustedPath.requireFile(path))
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(
                                e.problem().code())
                        .isEqualTo(code))
                .withMessageContaining(path.toString());
    }
}
