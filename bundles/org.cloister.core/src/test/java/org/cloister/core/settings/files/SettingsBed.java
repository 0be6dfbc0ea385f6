// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of settings, and what reads it. */
abstract class SettingsBed {
    static final String CORE = "org.cloister.core.cfg";

    @TempDir
    Path work;

    Path folder;
    Duration later = Duration.ofSeconds(5);
    final List<Content> delivered = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(work.resolve("settings"));
        mode(folder, "rwx------");
    }

    static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    Path write(String name, String text) throws IOException {
        return mode(Files.writeString(folder.resolve(name), text), "rw-------");
    }

    /** Files that are there were written long ago. */
    FileSettings settings() {
        return settings(folder.toString());
    }

    FileSettings settings(String named) {
        FileSettings settings = new FileSettings(
                named,
                Map.of("cloister.home", "/opt")::get,
                delivered::add,
                () -> Instant.now().plus(later));
        settings.begin();
        return settings;
    }

    /** What a look finds that comes when a change has been still for long enough. */
    void look(FileSettings settings) {
        settings.look();
        later = later.plusSeconds(2);
        settings.look();
    }

    void refused(FileSettings settings, String... told) {
        assertThatThrownBy(settings::get).isInstanceOfSatisfying(SettingsException.class, e -> {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.refused())
                    .anySatisfy(one ->
                            assertThat(one.placed().message()).contains(told).hasLineCount(1));
        });
        assertThatThrownBy(settings::require).isInstanceOf(SettingsException.class);
        assertThat(settings.state().settings()).isEmpty();
        assertThat(settings.state().inForceSince()).isEmpty();
        assertThat(delivered).isEmpty();
    }

    static void stays(FileSettings settings, String told) {
        assertThat(settings.get().types()).containsExactly("sev-es");
        assertThat(settings.state().refused())
                .extracting(one -> one.placed().message())
                .anyMatch(message -> message.contains(told));
    }

    FileSettings withGood() throws IOException {
        write(CORE, "allowed.types = sev-es\n");
        FileSettings settings = settings();
        assertThat(settings.get().types()).containsExactly("sev-es");
        return settings;
    }
}
