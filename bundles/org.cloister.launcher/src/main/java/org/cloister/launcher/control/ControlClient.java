package org.cloister.launcher.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sends a command to a running platform, and is its standard input and output meanwhile. */
public final class ControlClient implements AutoCloseable {
    private final SocketChannel connection;
    private final FrameChannel frames;

    private ControlClient(SocketChannel connection) {
        this.connection = connection;
        this.frames = new FrameChannel(connection);
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    public static ControlClient connect(Path socket) throws IOException {
        return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /**
     * Runs a command to its end.
     *
     * @param interrupted completes when it has to end early; it is cancelled then and still waited for
     * @return its exit code
     * @throws UnwritableException when {@code out} takes no more; the command is cancelled then
     * @throws IOException when the connection ends before the command does
     */
    public int run(Request request, InputStream in, PrintStream out, PrintStream err, CompletionStage<?> interrupted)
            throws IOException {
        frames.write(request.frame());
        interrupted.thenRun(this::interrupt);
        while (true) {
            Frame frame = next();
            switch (frame.kind()) {
                case OUT -> put(out, frame.payload());
                case ERR -> tell(err, frame.payload());
                case WANT -> supply(in, Math.max(1, Math.min(frame.number(), Frame.PIECE)));
                case EXIT -> {
                    return frame.number();
                }
                default -> throw new ProtocolException(frame.kind() + " is for platforms, not for clients");
            }
        }
    }

    private Frame next() throws IOException {
        Optional<Frame> frame = frames.read();
        return frame.orElseThrow(() -> new EOFException("the connection ended before the command did"));
    }

    /** Having nothing more to say is how a client has its command cancelled. */
    private void interrupt() {
        try {
            connection.shutdownOutput();
        } catch (IOException e) {
            // The connection has ended, and with it the command
        }
    }

    private static void put(PrintStream stream, byte[] bytes) throws IOException {
        stream.write(bytes);
        if (stream.checkError()) {
            throw new UnwritableException();
        }
    }

    /** Remarks that nobody reads are no reason to end a command. */
    private static void tell(PrintStream stream, byte[] bytes) throws IOException {
        stream.write(bytes);
        stream.flush();
    }

    /** In a thread of its own: somebody may be typing, while the command goes on or ends. */
    private void supply(InputStream in, int most) {
        Thread thread = new Thread(() -> supplyNow(in, most), "standard-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void supplyNow(InputStream in, int most) {
        byte[] piece = new byte[most];
        try {
            int length = in.read(piece);
            frames.write(new Frame(Frame.Kind.INPUT, Arrays.copyOf(piece, Math.max(length, 0))));
        } catch (IOException e) {
            // Input that cannot be read ends the command, as would a client that goes
            interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
