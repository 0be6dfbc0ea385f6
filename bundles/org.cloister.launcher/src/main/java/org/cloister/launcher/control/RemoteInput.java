// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The client's standard input. The client sends what it is asked for, so that a command that reads nothing takes
 * nothing away from a terminal, and no more than one piece waits here.
 */
final class RemoteInput extends InputStream {
    private final FrameSink client;
    private byte[] piece = new byte[0];
    private int position;
    private boolean wanted;
    private boolean ended;
    private boolean gone;

    RemoteInput(FrameSink client) {
        this.client = client;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == piece.length && !ended) {
            fetch(length);
        }
        int taken = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, taken);
        Arrays.fill(piece, position, position + taken, (byte) 0);
        position += taken;
        return taken == 0 ? -1 : taken;
    }

    private void fetch(int length) throws IOException {
        wanted = true;
        client.write(Frame.of(Frame.Kind.WANT, Math.min(length, Frame.PIECE)));
        while (wanted && !gone) {
            await();
        }
        if (wanted) {
            throw new IOException("the client has gone");
        }
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** A piece has arrived; an empty one ends the stream. */
    synchronized void arrived(byte[] bytes) throws ProtocolException {
        if (!wanted) {
            throw new ProtocolException("input that nobody asked for");
        }
        piece = bytes;
        position = 0;
        ended = bytes.length == 0;
        wanted = false;
        notifyAll();
    }

    /** Nothing will arrive any more. */
    synchronized void gone() {
        gone = true;
        notifyAll();
    }
}
