// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file that this process made and will remove, if it is still that one: by then the name may be another's. For
 * sockets it is removed while they still listen, as afterwards the next one to listen may have taken the name.
 */
public final class MadeFile {
    private final Path path;
    private final Object key;

    private MadeFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /** The file that has a name now; of a link, the link. */
    public static MadeFile of(Path path) throws IOException {
        return new MadeFile(path, key(path));
    }

    /** Removes the file, unless its name has gone or is another file's. */
    public void remove() throws IOException {
        try {
            if (Objects.equals(key, key(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            // That is what was wanted
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
