// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client's connection. Who does not read is hung up on, so that no guest ever waits for a client. */
final class Connection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    Connection(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /** Waits for bytes; returns less than 0 when there will be no more. */
    int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        while (count == 0) {
            readable.select();
            readable.selectedKeys().clear();
            count = readable.isOpen() ? channel.read(target) : -1;
        }
        return count;
    }

    synchronized void send(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                awaitRoom(end);
            }
        }
    }

    private void awaitRoom(long end) throws IOException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
            close();
            throw new IOException("the client does not read");
        }
        writable.select(millis);
        writable.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
