// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with commands for tests, and clients for it. */
@Timeout(60)
abstract class ControlBed {
    static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    static final UnaryOperator<byte[]> NO_FILES = question -> {
        throw new AssertionError("nobody asked for files");
    };

    static final Duration LONG = Duration.ofSeconds(30);
    static final ClientTimeouts PATIENT = new ClientTimeouts(LONG, LONG, LONG, LONG, LONG);
    static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);

    Path socket;
    ControlServer server;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("control.sock");
        server = ControlServer.open(socket, this::command);
    }

    @AfterEach
    void close() {
        server.close();
    }

    int command(ControlRequest request, Caller caller) {
        PrintStream stdout = caller.out();
        PrintStream stderr = caller.err();
        switch (request.arguments().get(0)) {
            case "tell" -> {
                stdout.println(request.arguments() + " " + request.interactive());
                stderr.println("no result");
            }
            case "copy" -> copy(caller.in(), stdout);
            case "flood" -> flood(stdout);
            case "wait" -> {
                waiting.countDown();
                caller.interrupted().toCompletableFuture().join();
                stderr.println("cancelled");
                cancelled.countDown();
                return 1;
            }
            case "read" -> {
                waiting.countDown();
                copy(caller.in(), stdout);
            }
            case "await input" -> {
                waiting.countDown();
                stderr.println(fails(caller.in()) + ", cancelled: "
                        + caller.interrupted().toCompletableFuture().isDone());
                return 1;
            }
            default -> throw new IllegalStateException();
        }
        return 42;
    }

    static String fails(InputStream in) {
        try {
            return in.read() + " was read";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    static void copy(InputStream in, PrintStream stdout) {
        try {
            in.transferTo(stdout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flood(PrintStream stdout) {
        byte[] block = new byte[1 << 20];
        while (!stdout.checkError()) {
            stdout.write(block, 0, block.length);
        }
    }

    static ControlServer open(Path socket, ControlServer.Commands commands, ClientTimeouts patience)
            throws IOException {
        return ControlServer.open(socket, commands, patience, ControlServer::thread);
    }

    int run(InputStream in, String... arguments) throws IOException {
        return run(socket, in, arguments);
    }

    int run(ControlServer other, String... arguments) throws IOException {
        return run(other.socket(), new Untouched(), arguments);
    }

    static Caller caller(InputStream in, OutputStream out, OutputStream err, CompletionStage<?> interrupted) {
        return new Caller(in, new PrintStream(out), new PrintStream(err), NO_FILES, interrupted);
    }

    int run(Path socket, InputStream in, String... arguments) throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            ControlRequest request = new ControlRequest(List.of(arguments), true);
            return client.run(request, caller(in, out, err, interrupted));
        }
    }

    int run(String... arguments) throws IOException {
        return run(new Untouched(), arguments);
    }

    /** Fails the test when a command that reads nothing has something read for it. */
    static final class Untouched extends InputStream {
        @Override
        public int read() {
            throw new AssertionError("nobody asked for input");
        }
    }

    static int exit(SocketChannel client) throws IOException {
        FrameChannel frames = new FrameChannel(client);
        Frame frame = frames.read().orElseThrow();
        while (frame.kind() != Frame.Kind.EXIT) {
            frame = frames.read().orElseThrow();
        }
        return frame.number();
    }

    int unchecked(String command) {
        return unchecked(new Untouched(), command);
    }

    int unchecked(InputStream in, String command) {
        try {
            return run(in, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SocketChannel connect(ControlServer other) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(other.socket()));
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    void send(SocketChannel client, String... arguments) throws IOException {
        client.write(ByteBuffer.wrap(bytes(arguments)));
    }

    byte[] bytes(String... arguments) throws IOException {
        byte[] payload = new ControlRequest(List.of(arguments), false).frame().payload();
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 1)
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
