// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output of this process. When its reader is gone, as behind {@code | head}, what else is written is dropped:
 * the command goes on to its end and cleans up. Every other failure to write is a failure.
 */
final class StandardOutput extends FilterOutputStream {
    private boolean readerGone;

    StandardOutput(OutputStream target) {
        super(target);
    }

    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    boolean readerGone() {
        return readerGone;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (!readerGone) {
                out.write(bytes, offset, length);
            }
        } catch (IOException e) {
            // Java reports EPIPE by its text alone
            if (!"Broken pipe".equals(e.getMessage())) {
                throw e;
            }
            readerGone = true;
        }
    }
}
