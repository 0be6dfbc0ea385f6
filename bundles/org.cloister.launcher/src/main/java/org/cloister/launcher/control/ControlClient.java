// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Sends a command to a running platform, and is its standard input and output meanwhile. */
public final class ControlClient implements AutoCloseable {
    private final SocketChannel connection;
    private final FrameChannel frames;
    private final ClientTimeouts patience;
    private final Watchdog watchdog = new Watchdog();
    private final StopAcknowledgement heard = new StopAcknowledgement();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService answers = Executors.newSingleThreadExecutor(ControlClient::answering);
    private volatile ProtocolException fault;
    private volatile boolean abandoned;

    private ControlClient(SocketChannel connection, ClientTimeouts patience) {
        this.connection = connection;
        this.frames = new FrameChannel(connection);
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @throws SilentException when too many wait there already, and nobody takes them up
     * @throws IOException when nobody listens there
     */
    public static ControlClient connect(Path socket) throws IOException {
        return connect(socket, ClientTimeouts.USUAL);
    }

    static ControlClient connect(Path socket, ClientTimeouts patience) throws IOException {
        ControlClient client = new ControlClient(SocketChannel.open(StandardProtocolFamily.UNIX), patience);
        try {
            client.in(patience.answer(), () -> client.connection.connect(UnixDomainSocketAddress.of(socket)));
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private <T> T in(Duration time, Watchdog.Transfer<T> transfer) throws IOException {
        return watchdog.within(time, connection, transfer);
    }

    /**
     * Runs a command to its end.
     *
     * @param caller what it has of this process; its files are asked for in a thread of their own. Once it is
     *     interrupted, it is cancelled and still waited for
     * @return its exit code
     * @throws UnwritableException when {@code out} takes no more; the command is cancelled then
     * @throws SilentException when the platform does not say in time that it has taken the command; afterwards that may
     *     take as long as it takes
     * @throws ProtocolException when the platform says, or asks of the files, what it may not
     * @throws IOException when the connection ends before the command does
     */
    public int run(ControlRequest request, Caller caller) throws IOException {
        caller.interrupted().thenRun(this::interrupt);
        try {
            return converse(request, caller);
        } catch (IOException e) {
            throw fault == null ? e : fault;
        }
    }

    private int converse(ControlRequest request, Caller caller) throws IOException {
        Frame frame = in(patience.answer(), () -> {
            frames.write(request.frame());
            return next();
        });
        while (true) {
            switch (frame.kind()) {
                case HEARD -> heard.again();
                case OUT -> put(caller.out(), frame.payload());
                case ERR -> write(caller.err(), frame.payload());
                case WANT -> supply(caller.in(), Math.max(1, Math.min(frame.number(), Frame.PIECE)));
                case FILE -> answer(caller.files(), frame.payload());
                case EXIT -> {
                    return frame.number();
                }
                default -> throw new ProtocolException(frame.kind() + " is for platforms, not for clients");
            }
            frame = next();
        }
    }

    private Frame next() throws IOException {
        Optional<Frame> frame;
        try {
            frame = frames.read();
        } catch (IOException e) {
            throw abandoned ? new SilentException(patience.farewell()) : e;
        }
        return frame.orElseThrow(() -> new EOFException("the connection ended before the command did"));
    }

    /**
     * Having nothing more to say is how a client has its command cancelled. Leave a platform that does not even
     * acknowledge that.
     */
    private void interrupt() {
        heard.giveUp(watchdog.after(patience.farewell(), this::abandon));
        try {
            connection.shutdownOutput();
        } catch (IOException e) {
            // The connection has ended, and with it the command
        }
    }

    private void abandon() {
        abandoned = true;
        try {
            connection.close();
        } catch (IOException e) {
            // Closed as far as anybody can
        }
    }

    private static void put(PrintStream stream, byte[] bytes) throws IOException {
        stream.write(bytes);
        if (stream.checkError()) {
            throw new UnwritableException();
        }
    }

    /** A command does not end because nobody reads its remarks. */
    private static void write(PrintStream stream, byte[] bytes) throws IOException {
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
            writeOnce(Frame.Kind.INPUT, Arrays.copyOf(piece, Math.max(length, 0)));
        } catch (IOException e) {
            // Input that cannot be read ends the command, as would a client that goes
            interrupt();
        } finally {
            Arrays.fill(piece, (byte) 0);
        }
    }

    /** Sends what may be a secret, and wipes it. */
    private void writeOnce(Frame.Kind kind, byte[] payload) throws IOException {
        try {
            frames.write(new Frame(kind, payload));
        } finally {
            Arrays.fill(payload, (byte) 0);
        }
    }

    /** In a thread of its own as well: a pipe may have nobody at its other end. */
    private void answer(UnaryOperator<byte[]> files, byte[] question) throws ProtocolException {
        if (!asked.compareAndSet(false, true)) {
            throw new ProtocolException("a second question about files before the first was answered");
        }
        answers.execute(() -> answerNow(files, question));
    }

    private void answerNow(UnaryOperator<byte[]> files, byte[] question) {
        try {
            byte[] answer = files.apply(question);
            asked.set(false);
            writeOnce(Frame.Kind.ANSWER, answer);
        } catch (IllegalArgumentException e) {
            fault = new ProtocolException(e.getMessage());
            abandon();
        } catch (IOException | UncheckedIOException e) {
            // Nobody waits for it any more
            interrupt();
        } catch (RuntimeException | Error e) {
            // A defect here, and the platform would wait for the answer
            fault = new ProtocolException("the files of this client cannot be asked for: " + e);
            abandon();
        } finally {
            Arrays.fill(question, (byte) 0);
        }
    }

    private static Thread answering(Runnable work) {
        Thread thread = new Thread(work, "files");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        answers.shutdown();
        watchdog.close();
        connection.close();
    }
}
