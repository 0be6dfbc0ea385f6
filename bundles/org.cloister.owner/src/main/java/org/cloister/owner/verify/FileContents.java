// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.owner.OwnerCodes;

/** Reads files of certificates, within limits. */
final class FileContents {
    private static final int MOST_BYTES = 8 << 20;
    private static final byte[] NOTHING = {};
    private static final int MOST_FILES = 1024;

    private FileContents() {}

    /** The files of a folder by name, without its subfolders. */
    static List<Path> filesIn(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(Files::isRegularFile).sorted().toList();
            if (files.size() > MOST_FILES) {
                throw tooMuch(
                        OwnerCodes.FILE_COUNT, "this folder has too many files", folder, files.size(), MOST_FILES);
            }
            return files;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    static Bytes of(Path file) {
        try {
            long size = Files.size(file);
            // A device has no size and no end
            byte[] content = size > MOST_BYTES ? NOTHING : beginning(file);
            if (size > MOST_BYTES || content.length > MOST_BYTES) {
                throw tooMuch(
                        ProblemCodes.FILE_SIZE,
                        "this file has too many bytes for one of certificates",
                        file,
                        Math.max(size, content.length),
                        MOST_BYTES);
            }
            return Bytes.of(content);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static CloisterException tooMuch(String code, String what, Path path, long found, long most) {
        return Problem.input(code, what)
                .at(path.toString())
                .found(found)
                .expected("at most " + most)
                .exception();
    }

    private static CloisterException unreadable(Path path, IOException cause) {
        String what = Files.exists(path) ? "this cannot be read" : "there is no such file or folder";
        return Problem.input(OwnerCodes.FILE_READ, what).at(path.toString()).exception(cause);
    }
}
