// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as. Safe for use by several threads. */
public final class ThisUser {
    private static final Path PROCESS = Path.of("/proc/self");

    private ThisUser() {}

    /**
     * The user's number, as files have it. Java knows none; the kernel gives the process's own folder to this user.
     *
     * @throws UncheckedIOException where there is neither {@code /proc} nor a place for a temporary file
     */
    public static int number() {
        return Found.NUMBER;
    }

    // Effective ids do not change while a Java process runs
    private static final class Found {
        static final int NUMBER = find();

        private static int find() {
            try {
                return Files.exists(PROCESS) ? owner(PROCESS) : ofNewFile();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int ofNewFile() throws IOException {
            Path file = Files.createTempFile("cloister-", ".owner");
            try {
                return owner(file);
            } finally {
                Files.delete(file);
            }
        }

        private static int owner(Path path) throws IOException {
            return (Integer) Files.getAttribute(path, "unix:uid");
        }
    }
}
