// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A connection that has not sent its command yet. What is kept grows with what has come, not with what was announced.
 */
final class PendingConnection {
    private static final int FIRST_PIECE = 1 << 13;

    private final SocketChannel connection;
    private final long since = System.nanoTime();
    private final ByteBuffer start = ByteBuffer.allocate(Frame.HEAD);
    private Frame.Head head;
    private ByteBuffer payload;

    /** @param connection does not block */
    PendingConnection(SocketChannel connection) {
        this.connection = connection;
    }

    SocketChannel connection() {
        return connection;
    }

    /** When it came, on the clock of {@link System#nanoTime}. */
    long since() {
        return since;
    }

    /**
     * Takes what has arrived of its first frame, and nothing of what may follow.
     *
     * @return the frame, when all of it is there
     * @throws ProtocolException for a kind or a length that is not allowed
     * @throws EOFException when it has ended before
     */
    Optional<Frame> read() throws IOException {
        if (head == null && (!filled(start) || !begun())) {
            return Optional.empty();
        }
        while (payload.position() < head.length()) {
            if (!filled(payload)) {
                return Optional.empty();
            }
            if (payload.capacity() < head.length()) {
                payload = room(2 * payload.capacity()).put(payload.flip());
            }
        }
        return Optional.of(new Frame(head.kind(), payload.array()));
    }

    private boolean begun() throws ProtocolException {
        head = Frame.Head.of(start.flip());
        payload = room(FIRST_PIECE);
        return true;
    }

    private ByteBuffer room(int wanted) {
        return ByteBuffer.allocate(Math.min(wanted, head.length()));
    }

    private boolean filled(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int came = connection.read(buffer);
            if (came < 0) {
                throw new EOFException("the connection ended before there was a command");
            }
            if (came == 0) {
                return false;
            }
        }
        return true;
    }
}
