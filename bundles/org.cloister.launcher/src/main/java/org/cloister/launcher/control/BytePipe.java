// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes from threads that write to threads that read, a piece at a time. Unlike Java's own it does not care which
 * threads those are, nor whether one of them has ended.
 */
final class BytePipe {
    private byte[] piece = {};
    private int position;
    private boolean ended;
    private final InputStream in = new In();
    private final OutputStream out = new Out();

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** No more is taken, and what is there can still be read. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void put(byte[] bytes, int offset, int length) throws IOException {
        while (position < piece.length && !ended) {
            await();
        }
        if (ended) {
            throw new IOException("the other side has ended");
        }
        piece = Arrays.copyOfRange(bytes, offset, offset + length);
        position = 0;
        notifyAll();
    }

    private synchronized int take(byte[] target, int offset, int length) throws IOException {
        while (position == piece.length && !ended) {
            await();
        }
        int taken = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, taken);
        position += taken;
        notifyAll();
        return taken == 0 && length > 0 ? -1 : taken;
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            return length == 0 ? 0 : take(target, offset, length);
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length > 0) {
                put(bytes, offset, length);
            }
        }
    }
}
