// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;

/** One command of one client, from its request to its exit code. */
final class ControlConnection implements AutoCloseable {
    private static final int FAILED = 1;

    private final SocketChannel connection;
    private final ControlServer.Commands commands;
    private final Watchdog watchdog;
    private final ClientTimeouts patience;
    private final FrameChannel frames;
    private final Executor threads;
    private final RemoteInput input = new RemoteInput(this::write);
    private final FileQuestions files = new FileQuestions(this::write);
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();

    /**
     * A conversation that has not begun.
     *
     * @param threads has one more for it, which listens while the command runs
     */
    ControlConnection(
            SocketChannel connection,
            ControlServer.Commands commands,
            Watchdog watchdog,
            ClientTimeouts patience,
            Executor threads) {
        this.connection = connection;
        this.commands = commands;
        this.watchdog = watchdog;
        this.patience = patience;
        this.threads = threads;
        this.frames = new FrameChannel(connection);
    }

    /** Carries the command out that a client began with. What the platform lacks for it is thrown. */
    void run(Frame first) {
        try {
            ControlRequest request = ControlRequest.of(first);
            write(Frame.of(Frame.Kind.HEARD));
            threads.execute(this::listen);
            write(Frame.of(Frame.Kind.EXIT, run(request)));
        } catch (ProtocolException e) {
            refuse(e.getMessage());
        } catch (IOException e) {
            // The client has gone: there is nobody to notify
        }
    }

    /** The kernel knows who connected; nobody can pretend to be another. */
    private String user() throws IOException {
        return connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    private int run(ControlRequest request) throws IOException {
        PrintStream out = FrameOutput.print(this::write, Frame.Kind.OUT, false);
        PrintStream err = FrameOutput.print(this::write, Frame.Kind.ERR, true);
        try {
            return commands.run(request, new Caller(user(), input, out, err, files, interrupted));
        } finally {
            out.flush();
            err.flush();
        }
    }

    /**
     * Passes on input and answers until the client has sent everything: by going, or because it was interrupted. Both
     * end the command.
     */
    private void listen() {
        try {
            for (Optional<Frame> frame = frames.read(); frame.isPresent(); frame = frames.read()) {
                arrived(frame.get());
            }
            write(Frame.of(Frame.Kind.HEARD));
        } catch (IOException e) {
            // Whatever it was, this client is not listened to any more
        } finally {
            interrupt();
        }
    }

    private void arrived(Frame frame) throws ProtocolException {
        switch (frame.kind()) {
            case INPUT -> input.arrived(frame.payload());
            case ANSWER -> files.arrived(frame.payload());
            default -> throw new ProtocolException("only input and answers can follow a command");
        }
    }

    /** Cancels the command; its output and its exit code still go to the client. */
    void interrupt() {
        // First, so that a command that waits for input ends as cancelled and not as one whose input failed
        interrupted.complete(null);
        input.gone();
        files.gone();
    }

    private void write(Frame frame) throws IOException {
        watchdog.within(patience.reader(), connection, () -> {
            frames.write(frame);
            return frame;
        });
    }

    /** Sends the client the reason why it is not served. */
    void refuse(String reason) {
        try (connection) {
            commands.refused(user(), reason);
            FrameOutput.print(this::write, Frame.Kind.ERR, true).println("cloister: " + reason);
            write(Frame.of(Frame.Kind.EXIT, FAILED));
        } catch (IOException e) {
            // It has gone already
        }
    }

    @Override
    public void close() {
        interrupt();
        try {
            connection.close();
        } catch (IOException e) {
            // Closed as far as anybody can
        }
    }
}
