// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path home;

    @Test
    void bundlesAreTheJarsByName() throws Exception {
        Files.createDirectory(home.resolve("bundle"));
        for (String name : new String[] {"b.jar", "a.jar", "README"}) {
            Files.createFile(home.resolve("bundle").resolve(name));
        }

        assertThat(new Installation(home).bundles())
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("a.jar", "b.jar");
    }

    @Test
    void aSystemPropertyWinsOverTheFile() throws Exception {
        settings("cloister.test.set=from the file\ncloister.test.unset=from the file\n");
        System.setProperty("cloister.test.set", "from the command line");
        try {
            assertThat(new Installation(home).settings())
                    .containsEntry("cloister.test.set", "from the command line")
                    .containsEntry("cloister.test.unset", "from the file")
                    .hasSize(2);
        } finally {
            System.clearProperty("cloister.test.set");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> new Installation(home).bundles())
                .isInstanceOf(StartException.class)
                .hasMessageContaining(home.resolve("bundle").toString());
        assertThatThrownBy(() -> new Installation(home).settings())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("config.properties");
    }

    @Test
    void settingsThatCannotBeParsedAreNamed() throws IOException {
        settings("a=\\uZZZZ");

        assertThatThrownBy(() -> new Installation(home).settings()).isInstanceOf(StartException.class);
    }

    private void settings(String content) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("config.properties"), content);
    }
}
