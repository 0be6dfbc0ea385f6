package org.cloister.launcher.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/** Frames on a connection. One thread reads; any number of threads write. */
final class FrameChannel implements FrameSink {
    private static final int HEAD = 1 + Integer.BYTES;

    private final ByteChannel channel;
    private final Object writing = new Object();

    FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for a frame.
     *
     * @return empty when the other side has said all
     * @throws ProtocolException for a kind or a length that is not allowed; nothing of the length is allocated then
     * @throws EOFException when the other side ended within a frame
     */
    Optional<Frame> read() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (channel.read(head) < 0) {
            return Optional.empty();
        }
        fill(head);
        byte code = head.flip().get();
        int length = head.getInt();
        Frame.Kind kind =
                Frame.Kind.of(code).orElseThrow(() -> new ProtocolException("there is no frame of kind " + code));
        if (!kind.allows(length)) {
            throw new ProtocolException("a frame " + kind + " cannot have " + length + " bytes");
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        fill(payload);
        return Optional.of(new Frame(kind, payload.array()));
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
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + frame.payload().length);
        bytes.put(frame.kind().code()).putInt(frame.payload().length).put(frame.payload());
        bytes.flip();
        synchronized (writing) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
