// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.concurrent.CompletableFuture;
import org.cloister.api.Bytes;
import org.cloister.api.launch.ReceiveSource;

/** A sender and a receiver in one process: the stream through a pipe of the kernel's, words by futures. */
final class Conversation implements ReceiveSource {
    private static final int PIECE = 1 << 20;

    private final Pipe pipe = Pipe.open();
    private final CompletableFuture<Bytes> identity = new CompletableFuture<>();
    private final CompletableFuture<Boolean> there = new CompletableFuture<>();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();

    Conversation() throws IOException {
        // The pipe can fail
    }

    OutputStream out() {
        return Channels.newOutputStream(pipe.sink());
    }

    Bytes identity() {
        return identity.join();
    }

    void allThere() {
        there.join();
    }

    /** The receiver failed: nobody waits for it. */
    void fail(Throwable why) {
        identity.completeExceptionally(why);
        there.completeExceptionally(why);
    }

    void release() {
        released.complete(true);
    }

    @Override
    public InputStream stream() {
        return new BufferedInputStream(Channels.newInputStream(pipe.source()), PIECE);
    }

    @Override
    public boolean again() {
        return false;
    }

    @Override
    public void receiver(Bytes known) {
        identity.complete(known);
    }

    @Override
    public Word confirm(String guest) {
        there.complete(true);
        released.join();
        return Word.RUN;
    }
}
