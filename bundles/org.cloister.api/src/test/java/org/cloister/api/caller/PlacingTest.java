// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacingTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsReplacedThatCameMeanwhile() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "another's");
        taken(target);
        assertThat(target).hasContent("another's");
    }

    @Test
    void aLinkThatCameMeanwhileIsTakenForAFile() throws IOException {
        Path target = Files.createSymbolicLink(folder.resolve("target"), folder.resolve("nowhere"));
        taken(target);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aFreeNameIsTaken() throws IOException {
        Path target = folder.resolve("target");
        Placing.anew(complete(folder), target);
        assertThat(target).hasContent("ours");
        assertThat(names()).containsExactly("target");
    }

    @Test
    void whatWasAskedForIsReplaced() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "before");
        Path target = Files.createSymbolicLink(folder.resolve("target"), victim);
        Placing.over(complete(folder), target);
        assertThat(target).hasContent("ours").isRegularFile();
        assertThat(victim).hasContent("before");
    }

    /** A file in a zip archive has one name, as on file systems of sticks and cards. */
    @Test
    void whereFilesHaveOneNameNothingIsReplacedEither() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("it.zip"), Map.of("create", "true"))) {
            Path target = zip.getPath("/target");
            Placing.anew(complete(zip.getPath("/")), target);
            assertThat(Files.readString(target)).isEqualTo("ours");
            taken(target);
        }
    }

    private static void taken(Path target) throws IOException {
        Path complete = complete(target.getParent());
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> Placing.anew(complete, target));
    }

    private static Path complete(Path folder) throws IOException {
        return Files.writeString(folder.resolve("complete"), "ours");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
