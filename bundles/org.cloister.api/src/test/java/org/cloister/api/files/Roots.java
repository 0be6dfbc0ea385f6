// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and folders as other users would; only root can. */
final class Roots {
    static final int SOMEBODY = 4711;

    private Roots() {}

    static void assumeRoot() {
        assumeTrue(ThisUser.number() == 0, "only root can give files to other users");
    }

    static Path givenAway(Path path) throws IOException {
        assumeRoot();
        Files.setAttribute(path, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
