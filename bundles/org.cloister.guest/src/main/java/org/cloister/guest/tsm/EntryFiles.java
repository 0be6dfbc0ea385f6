// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.tsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The entries as files.
 *
 * @param root {@code /sys/kernel/config/tsm/report}
 */
record EntryFiles(Path root) implements ReportEntries {
    @Override
    public void make(String entry) throws IOException {
        Files.createDirectory(root.resolve(entry));
    }

    @Override
    public boolean has(String entry, String file) {
        return Files.exists(root.resolve(entry).resolve(file));
    }

    @Override
    public byte[] read(String entry, String file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(entry).resolve(file))) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException(file + " has more than " + most + " bytes");
            }
            return content;
        }
    }

    // The kernel takes what one call writes, when the file is closed: nothing is created or cut.
    @Override
    public void write(String entry, String file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(root.resolve(entry).resolve(file), StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            if (out.write(bytes) != content.length) {
                throw new IOException(file + " took " + bytes.position() + " of " + content.length + " bytes");
            }
        }
    }

    // A folder of configfs goes with its files.
    @Override
    public void remove(String entry) throws IOException {
        Files.delete(root.resolve(entry));
    }
}
