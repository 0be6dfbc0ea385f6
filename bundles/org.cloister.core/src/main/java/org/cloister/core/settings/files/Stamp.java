// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * By which a change of a file is seen: also that of its mode, and another file of the same name.
 *
 * @param changed when content or mode changed last, as the file system says
 */
record Stamp(Object file, long size, FileTime modified, FileTime changed) {
    static Stamp of(Path path) throws IOException {
        String view = path.getFileSystem().supportedFileAttributeViews().contains("unix") ? "unix:ino,ctime," : "";
        Map<String, Object> found =
                Files.readAttributes(path, view + "size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        FileTime modified = (FileTime) found.get("lastModifiedTime");
        return new Stamp(found.getOrDefault("ino", ""), (Long) found.get("size"), modified, (FileTime)
                found.getOrDefault("ctime", modified));
    }
}
