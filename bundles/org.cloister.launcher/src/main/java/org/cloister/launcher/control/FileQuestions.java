// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/**
 * Puts questions about files to a client, one after another, and waits for each answer: a pipe of the client's may take
 * its time.
 */
final class FileQuestions implements UnaryOperator<byte[]> {
    private final FrameSink client;
    private final Object asking = new Object();
    private byte[] answer;
    private boolean waiting;
    private boolean gone;

    FileQuestions(FrameSink client) {
        this.client = client;
    }

    @Override
    public byte[] apply(byte[] question) {
        synchronized (asking) {
            try {
                begin();
                client.write(new Frame(Frame.Kind.FILE, question));
                return await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private synchronized void begin() throws IOException {
        if (gone) {
            throw new IOException("the client has gone");
        }
        answer = null;
        waiting = true;
    }

    private synchronized byte[] await() throws IOException {
        while (answer == null && !gone) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (answer == null) {
            throw new IOException("the client has gone");
        }
        return answer;
    }

    /** An answer has arrived. */
    synchronized void arrived(byte[] bytes) throws ProtocolException {
        if (!waiting) {
            throw new ProtocolException("an answer that nobody asked for");
        }
        waiting = false;
        answer = bytes;
        notifyAll();
    }

    /** Nothing will arrive any more. */
    synchronized void gone() {
        gone = true;
        notifyAll();
    }
}
