// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The folders that settings are read from: one, several, or none that is there. */
class NamedFoldersTest extends SettingsBed {
    @Test
    void aFolderThatIsMissingOrIsNotNamedIsRefused() {
        refused(settings(work.resolve("none").toString()), "none", "there is no such file or folder");
        refused(settings(""), "felix.fileinstall.dir", "no folder of settings is named");
        refused(settings(folder + ", ,"), "felix.fileinstall.dir");
    }

    @Test
    void twoFilesForTheSameSettingsAreRefused() throws IOException {
        write(CORE, "allowed.types = sev-es");
        write("org.cloister.core.config", "maximum.guests=I\"1\"");
        refused(settings(), "another file is for the same settings", CORE);
        Path second = mode(Files.createDirectory(work.resolve("second")), "rwx------");
        Files.move(folder.resolve("org.cloister.core.config"), second.resolve("org.cloister.core.config"));
        refused(settings(folder + "," + second), "another file is for the same settings");
    }

    @Test
    void severalFoldersAreReadTogether() throws IOException {
        write(CORE, "allowed.types = sev-es");
        Path second = mode(Files.createDirectory(work.resolve("second")), "rwx------");
        mode(Files.writeString(second.resolve("com.example.cfg"), "a = ${cloister.home}"), "rw-------");
        assertThat(settings(folder + "," + second).get().types()).containsExactly("sev-es");
        assertThat(delivered).singleElement().satisfies(content -> {
            assertThat(content.id()).isEqualTo("com.example");
            assertThat(content.entries().values()).containsEntry("a", "/opt");
        });
    }

    @Test
    void aFolderWithACommaInItsNameIsOne() throws IOException {
        Path comma = mode(Files.createDirectory(work.resolve("a,b")), "rwx------");
        mode(Files.writeString(comma.resolve(CORE), "allowed.types = sev-es"), "rw-------");
        assertThat(settings(comma.toString()).get().types()).containsExactly("sev-es");
    }
}
