// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.api.caller.ServedFiles;

/** What comes from the other side of a control socket, for the fuzzer; it lies in the package that reads it. */
public final class ControlFrames {
    private ControlFrames() {}

    /** Reads frames to the end, and what is in them. */
    public static void read(byte[] input) {
        FrameChannel channel = new FrameChannel(new OneWay(Channels.newChannel(new ByteArrayInputStream(input))));
        try (ServedFiles files = new ServedFiles(Path.of(""), List.of())) {
            for (Optional<Frame> frame = channel.read(); frame.isPresent(); frame = channel.read()) {
                read(frame.get(), files);
            }
        } catch (ProtocolException | EOFException refused) {
            // How reading may end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Frame frame, ServedFiles files) throws IOException {
        switch (frame.kind()) {
            case REQUEST -> ControlRequest.of(ControlRequest.of(frame).frame());
            case WANT, EXIT -> frame.number();
            case FILE -> answer(frame, files);
            default -> {
                // A piece of a stream
            }
        }
    }

    private static void answer(Frame frame, ServedFiles files) {
        try {
            files.answer(frame.payload());
        } catch (IllegalArgumentException refused) {
            // A question that is none, or that the command line does not allow
        }
    }

    /** A connection on which nobody listens. */
    private record OneWay(ReadableByteChannel input) implements ByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return input.read(target);
        }

        @Override
        public int write(ByteBuffer source) {
            int length = source.remaining();
            source.position(source.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
