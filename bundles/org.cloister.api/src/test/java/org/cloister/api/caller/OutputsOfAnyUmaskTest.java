// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The umask can close what is written to others, and not open it. */
class OutputsOfAnyUmaskTest {
    @TempDir
    private Path folder;

    @Test
    void nobodyElseCanWriteWhatIsMade() throws Exception {
        write("umask 0");
        assertThat(mode("new")).isEqualTo("rwxr-xr-x");
        assertThat(mode("new/sub")).isEqualTo("rwxr-xr-x");
        assertThat(mode("new/sub/plain")).isEqualTo("rw-r--r--");
        assertThat(mode("new/sub/secret")).isEqualTo("rw-------");
    }

    @Test
    void aStricterUmaskCounts() throws Exception {
        write("umask 077");
        assertThat(mode("new/sub")).isEqualTo("rwx------");
        assertThat(mode("new/sub/plain")).isEqualTo("rw-------");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    /** In a process of its own, as Java cannot change an umask. */
    private void write(String umask) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        umask + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("new/sub").toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /** Writes two files into a folder. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            try (OutputSet outputs = new LocalFiles(Path.of("")).outputs(false)) {
                outputs.create(folder.resolve("plain"), false);
                outputs.create(folder.resolve("secret"), true);
                outputs.place();
            }
        }
    }
}
