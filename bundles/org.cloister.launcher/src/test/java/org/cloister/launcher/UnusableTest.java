// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

/** What is said of things that are called jars and are none. */
class UnusableTest {
    @TempDir
    Path folder;

    private String found(Path jar) {
        return new Unusable(null, folder).reason(jar, new BundleException("no")).found();
    }

    @Test
    void aFolderIsCalledAFolder() throws IOException {
        assertThat(found(Files.createDirectory(folder.resolve("x.jar")))).isEqualTo("it is a folder, not a jar");
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        assertThat(found(Files.createFile(folder.resolve("x.jar")))).isEqualTo("it is empty");
    }

    @Test
    void aTextIsNoZip() throws IOException {
        assertThat(found(Files.writeString(folder.resolve("x.jar"), "text"))).startsWith("it is not a zip");
    }
}
