// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.cloister.api.Problem;
import org.cloister.api.files.PrivateFolder;
import org.cloister.core.codes.CoreCodes;

/**
 * The bytes of a jar as a file that nobody else can open or change, while it is examined: Java reads a jar as
 * frameworks do, by the directory at its end, from files alone.
 */
final class PrivateCopy implements AutoCloseable {
    private static final String NAME = "backend.jar";

    private final PrivateFolder folder;
    private final Path file;

    private PrivateCopy(PrivateFolder folder) {
        this.folder = folder;
        this.file = folder.path().resolve(NAME);
    }

    static PrivateCopy of(byte[] content) {
        PrivateCopy copy = new PrivateCopy(PrivateFolder.temporary("cloister-look-"));
        try {
            Files.write(copy.file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return copy;
        } catch (IOException e) {
            copy.close();
            throw Problem.host(CoreCodes.SWAP_COPY, "no copy of the new backend can be made to look at")
                    .at(copy.file.toString())
                    .found(e.getMessage())
                    .remedy("make room there, or name another folder by -Djava.io.tmpdir in CLOISTER_OPTS")
                    .exception(e);
        }
    }

    /** The jar, whose signatures are checked as its entries are read. */
    JarFile open() throws IOException {
        return new JarFile(file.toFile(), true, ZipFile.OPEN_READ, JarFile.baseVersion());
    }

    @Override
    public void close() {
        folder.delete();
    }
}
