// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Path;

/** The bundles that make a shell on the terminal. */
final class Shell {
    private static final String PARTS = "org.apache.felix.gogo.";

    private Shell() {}

    /** Whether a bundle is there for the shell alone. */
    static boolean isPart(Path jar) {
        return jar.getFileName().toString().startsWith(PARTS);
    }
}
