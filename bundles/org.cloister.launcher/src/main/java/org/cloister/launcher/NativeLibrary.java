// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/** JNA's native half, which lies beside its jar. */
final class NativeLibrary {
    private static final String FILE = "libjnidispatch.so";

    private NativeLibrary() {}

    /**
     * If it lies there, JNA unpacks none. Otherwise it makes a folder for that in the user's cache at every start, for
     * others to write in where the umask lets them.
     */
    static void pin() {
        String folder = System.getProperty("jna.boot.library.path");
        boolean ours = System.getProperty("os.arch").equals("amd64");
        if (ours && folder != null && Files.isRegularFile(Path.of(folder, FILE))) {
            System.setProperty("jna.nounpack", "true");
        }
    }
}
