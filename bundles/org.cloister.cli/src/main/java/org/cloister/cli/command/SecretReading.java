// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream whose content is a secret. {@code InputStream.readNBytes} leaves the pieces behind that it puts
 * together; here every array but the answer is wiped.
 */
final class SecretReading {
    // As large as what a buffered stream reads past its own buffer
    private static final int PIECE = 16 << 10;

    private SecretReading() {}

    /**
     * The content up to a limit.
     *
     * @param most how many bytes are read at most
     * @return for the caller to wipe
     */
    static byte[] read(InputStream in, int most) throws IOException {
        byte[] buffer = new byte[PIECE];
        int count = 0;
        try {
            int read = in.read(buffer, 0, PIECE);
            while (read >= 0 && count + read < most) {
                count += read;
                buffer = withRoom(buffer, count);
                read = in.read(buffer, count, PIECE);
            }
            return Arrays.copyOf(buffer, Math.min(most, count + Math.max(read, 0)));
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static byte[] withRoom(byte[] buffer, int count) {
        if (buffer.length - count >= PIECE) {
            return buffer;
        }
        byte[] larger = Arrays.copyOf(buffer, 2 * buffer.length);
        Arrays.fill(buffer, (byte) 0);
        return larger;
    }
}
