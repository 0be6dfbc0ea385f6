// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.files.ThisUser;
import org.junit.jupiter.api.Test;

/** Settings that cannot be read, or that others could have written, count for nothing. */
class SettingsAccessTest extends SettingsBed {
    private static final int SOMEBODY = 4711;

    @Test
    void aFolderInThePlaceOfAFileIsRefused() throws IOException {
        Files.createDirectory(folder.resolve(CORE));
        refused(settings(), CORE, "a regular file");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve(CORE), write("other", "allowed.types = sev-es"));
        refused(settings(), CORE, "symbolic link");
        Path link = Files.createSymbolicLink(work.resolve("link"), Files.createDirectory(work.resolve("real")));
        refused(settings(link.toString()), "link", "symbolic link");
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        Path file = write(CORE, "allowed.types = sev-es");
        mode(file, "rw-rw-rw-");
        refused(settings(), CORE, "other users can write here");
        mode(file, "rw-r--r--");
        mode(folder, "rwxrwxrwx");
        refused(settings(), "settings: other users can write here");
        mode(folder, "rwxr-xr-x");
        assertThat(settings().get().types()).containsExactly("sev-es");
    }

    @Test
    void whatBelongsToSomebodyElseIsRefused() throws IOException {
        assumeTrue(ThisUser.number() == 0, "only root can give files to other users");
        Path file = write(CORE, "allowed.types = sev-es");
        Files.setAttribute(file, "unix:uid", SOMEBODY);
        refused(settings(), CORE, "this belongs to another user", "user 4711");
        Files.setAttribute(file, "unix:uid", 0);
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        refused(settings(), "this belongs to another user");
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException {
        assumeTrue(ThisUser.number() != 0, "root can read everything");
        Path file = mode(write(CORE, "allowed.types = sev-es"), "---------");
        refused(settings(), CORE, "no permission");
        mode(file, "rw-------");
        mode(folder, "---------");
        refused(settings(), folder.toString(), "no permission");
        mode(folder, "rwx------");
    }
}
