// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;

/**
 * What a guest writes, on its way to a reader that may take its time. A guest that writes much waits for the reader;
 * one that is to stop does not, so that halting it depends on no reader. All of it arrives, in order. Safe for use by
 * several threads.
 */
final class RunConsole extends OutputStream {
    /** What a guest can be ahead of its reader. */
    static final int ROOM = 1 << 16;

    private final OutputStream target;
    private final Limits limits;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Thread writer;
    private boolean flush;
    private boolean urgent;
    private boolean closed;
    private boolean over;
    private IOException failure;

    /** @param limits the deadline of the guest's run */
    RunConsole(OutputStream target, Limits limits) {
        this.target = target;
        this.limits = limits;
    }

    /** The guest runs from here on. */
    synchronized void begin() {
        urgent = false;
    }

    /** The guest is to stop: it does not wait for the reader any more. */
    synchronized void hurry() {
        urgent = true;
        notifyAll();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        while (failure == null && !urgent && pending.size() >= ROOM && !expired()) {
            await();
        }
        if (failure != null) {
            throw failure;
        }
        pending.write(bytes, offset, length);
        if (writer == null) {
            writer = new Thread(this::deliver, "console of a guest");
            writer.setDaemon(true);
            writer.start();
        }
        notifyAll();
    }

    @Override
    public synchronized void flush() {
        flush = true;
    }

    /**
     * Waits until all of it has arrived.
     *
     * @throws IOException when the reader cannot be written to
     */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        while (writer != null && !over) {
            waitFor(Long.MAX_VALUE);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Nothing more comes; nobody waits until the rest has arrived. */
    synchronized void abandon() {
        closed = true;
        notifyAll();
    }

    private boolean expired() {
        return limits.deadline().filter(Deadline::passed).isPresent();
    }

    private void await() throws IOException {
        waitFor(limits.deadline()
                .map(deadline -> Math.max(1, deadline.remainingNanos()))
                .orElse(Long.MAX_VALUE));
    }

    private void waitFor(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the thread was interrupted").initCause(e);
        }
    }

    private void deliver() {
        IOException failed = null;
        try {
            for (byte[] piece = next(); piece.length > 0; piece = next()) {
                target.write(piece, 0, piece.length);
                if (flushed()) {
                    target.flush();
                }
            }
        } catch (IOException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new IOException(e);
        }
        ended(failed);
    }

    /** Waits for more; nothing at the end. */
    private synchronized byte[] next() throws IOException {
        while (pending.size() == 0 && !closed) {
            waitFor(Long.MAX_VALUE);
        }
        byte[] piece = pending.toByteArray();
        pending.reset();
        notifyAll();
        return piece;
    }

    private synchronized boolean flushed() {
        boolean was = flush;
        flush = false;
        return was;
    }

    private synchronized void ended(IOException failed) {
        failure = failed;
        over = true;
        pending.reset();
        notifyAll();
    }
}
