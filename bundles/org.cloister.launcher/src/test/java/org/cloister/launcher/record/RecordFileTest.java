// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    private final List<String> complaints = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void linesAreAddedToWhatIsThereForItsUserAlone() throws IOException {
        Path path = folder.resolve("record");
        open(path, 1000, "one");
        open(path, 1000, "two");
        assertThat(path).hasContent("one\ntwo\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void rotatesAndKeepsABoundedNumber() throws IOException {
        Path path = folder.resolve("record");
        try (RecordFile file = RecordFile.open(path, 8, complaints::add)) {
            for (int i = 10; i < 50; i++) {
                file.append("l" + i);
            }
        }
        assertThat(path).hasContent("l48\nl49\n");
        assertThat(folder.resolve("record.1")).hasContent("l46\nl47\n");
        assertThat(folder.resolve("record.7")).hasContent("l34\nl35\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(8);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void whoRenamesItGetsANewOne() throws IOException {
        Path path = folder.resolve("record");
        try (RecordFile file = RecordFile.open(path, 1000, complaints::add)) {
            file.append("one");
            Files.move(path, folder.resolve("taken"));
            file.append("two");
        }
        assertThat(folder.resolve("taken")).hasContent("one\n");
        assertThat(path).hasContent("two\n");
    }

    @Test
    void whatCannotBeWrittenIsToldOnceAndTheLostLinesAreCounted() throws IOException {
        Path path = folder.resolve("record");
        try (RecordFile file = RecordFile.open(path, 1000, complaints::add)) {
            Files.delete(path);
            Files.createDirectory(path);
            file.append("one");
            file.append("two");
            assertThat(complaints).hasSize(1).first().asString().contains(path.toString(), "cannot be written");
            Files.delete(path);
            file.append("three");
        }
        assertThat(path).hasContent("{\"event\":\"lost\",\"lines\":2}\nthree\n");
        assertThat(complaints).hasSize(2).last().asString().contains("2 lines are lost");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeThatTookItsNameIsNotWaitedFor() throws Exception {
        Path path = folder.resolve("record");
        try (RecordFile file = RecordFile.open(path, 1000, complaints::add)) {
            Files.delete(path);
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
            file.append("one");
            assertThat(complaints).hasSize(1).first().asString().contains("cannot be written");
            Files.delete(path);
            file.append("two");
        }
        assertThat(path).hasContent("{\"event\":\"lost\",\"lines\":1}\ntwo\n");
    }

    @Test
    void aFolderInWhichOthersCanMakeFilesIsRefused() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path path = open.resolve("record");
        Files.setAttribute(open, "unix:mode", 01777);
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> RecordFile.open(path, complaints::add))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("files.mode"));
        assertThat(path).doesNotExist();
    }

    /** As systemd makes a folder of logs where it makes users. */
    @Test
    void aLinkToAFolderIsGoodWhereNobodyElseCouldHaveMadeIt() throws IOException {
        Files.createDirectory(folder.resolve("private"));
        Path link = Files.createSymbolicLink(folder.resolve("logs"), Path.of("private"));
        open(link.resolve("record"), 1000, "one");
        assertThat(folder.resolve("private/record")).hasContent("one\n");
    }

    @Test
    void whatOthersCouldWriteIsRefused() throws IOException {
        Path path = Files.createFile(folder.resolve("record"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        refused(path, "files.mode");
        refused(Files.createSymbolicLink(folder.resolve("link"), path), "files.link");
        refused(Files.createDirectory(folder.resolve("folder")), "files.kind");
        refused(folder.resolve("none/record"), "files.missing");
    }

    private void refused(Path path, String code) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> RecordFile.open(path, complaints::add))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private void open(Path path, long most, String line) {
        try (RecordFile file = RecordFile.open(path, most, complaints::add)) {
            file.append(line);
        }
    }
}
