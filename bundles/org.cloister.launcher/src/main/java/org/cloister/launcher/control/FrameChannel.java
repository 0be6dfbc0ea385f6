// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.Optional;

/** Frames on a connection. One thread reads; any number of threads write. */
final class FrameChannel implements FrameSink {
    private final ByteChannel channel;
    private final Object writing = new Object();

    FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for a frame.
     *
     * @return empty when the other side has sent everything
     * @throws ProtocolException for a kind or a length that is not allowed; nothing of the length is allocated then
     * @throws EOFException when the other side ended within a frame
     */
    Optional<Frame> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Frame.HEAD);
        if (channel.read(bytes) < 0) {
            return Optional.empty();
        }
        fill(bytes);
        Frame.Head head = Frame.Head.of(bytes.flip());
        ByteBuffer payload = ByteBuffer.allocate(head.length());
        fill(payload);
        return Optional.of(new Frame(head.kind(), payload.array()));
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection ended within a frame");
            }
        }
    }

    @Override
    public void write(Frame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Frame.HEAD + frame.payload().length);
        bytes.put(frame.kind().code()).putInt(frame.payload().length).put(frame.payload());
        bytes.flip();
        try {
            synchronized (writing) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } finally {
            // A secret may be in it
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
