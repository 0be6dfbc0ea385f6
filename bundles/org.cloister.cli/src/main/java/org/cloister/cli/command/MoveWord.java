// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/**
 * What the receiver of a guest says to the sender: a byte, the length of what follows in four, most significant first,
 * and that. The sender's last word is one byte behind its stream.
 */
enum MoveWord {
    /** Who the receiver is. */
    RECEIVER('I', 1 << 20),
    /** All of the guest is here, under this name, and waits. */
    ALL_HERE('K', 100),
    /** The guest runs here. */
    RUNS('R', 0);

    /** The sender's word that the guest does not run there any more. */
    static final int RUN = 'G';

    /** The sender's word that the guest runs on there. */
    static final int END = 'C';

    private final int code;
    private final int most;

    MoveWord(int code, int most) {
        this.code = code;
        this.most = most;
    }

    void write(PrintStream out, Bytes content) {
        ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES);
        head.put((byte) code).putInt(content.length());
        out.write(head.array(), 0, head.capacity());
        out.write(content.toArray(), 0, content.length());
        out.flush();
    }

    /** Reads this word, and no other. */
    Bytes read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            int found = in.readUnsignedByte();
            int length = in.readInt();
            if (found != code || length < 0 || length > most) {
                throw new IOException("the receiver says what it must not");
            }
            byte[] content = in.readNBytes(length);
            if (content.length < length) {
                throw new EOFException();
            }
            return Bytes.wrap(content);
        } catch (EOFException e) {
            throw new IOException("the receiver ended; its own words say why", e);
        }
    }
}
