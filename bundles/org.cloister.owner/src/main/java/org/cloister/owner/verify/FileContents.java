// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.BoundedContent;
import org.cloister.owner.OwnerCodes;

/** Reads files of certificates, within limits. */
final class FileContents {
    private static final int MOST_BYTES = 8 << 20;

    private FileContents() {}

    static Bytes of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return BoundedContent.bytes(in, file.toString(), MOST_BYTES);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CloisterException unreadable(Path path, Exception cause) {
        String what = Files.exists(path) ? "this cannot be read" : "there is no such file or folder";
        return Problem.input(OwnerCodes.FILE_READ, what).at(path.toString()).exception(cause);
    }
}
