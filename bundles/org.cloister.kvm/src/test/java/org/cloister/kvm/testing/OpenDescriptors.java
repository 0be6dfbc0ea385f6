// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process has open, by what each descriptor leads to.
 *
 * <p>Tests ask for their own by name and never count all of them: Java opens and closes others whenever it likes.
 */
public final class OpenDescriptors {
    private static final Path FOLDER = Path.of("/proc/self/fd");

    private OpenDescriptors() {}

    /** Whether this host shows them. */
    public static boolean areShown() {
        return Files.isDirectory(FOLDER);
    }

    /** The targets, one per open descriptor, that contain one of some texts. */
    public static List<String> with(String... texts) throws IOException {
        try (Stream<Path> open = Files.list(FOLDER)) {
            return open.map(OpenDescriptors::target)
                    .filter(target -> Stream.of(texts).anyMatch(target::contains))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
