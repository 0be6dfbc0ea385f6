package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Client and server over a real socket, with commands made for the purpose. */
@Timeout(60)
class ControlTest {
    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    };
    private static final UnaryOperator<byte[]> NO_FILES = question -> {
        throw new AssertionError("nobody asked for files");
    };
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Patience PATIENT = new Patience(LONG, LONG, LONG, LONG, LONG);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("control.sock");
        server = ControlServer.open(socket, this::command);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int command(Request request, Caller caller) {
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

    private static String fails(InputStream in) {
        try {
            return in.read() + " was read";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static void copy(InputStream in, PrintStream stdout) {
        try {
            in.transferTo(stdout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flood(PrintStream stdout) {
        byte[] block = new byte[1 << 20];
        while (!stdout.checkError()) {
            stdout.write(block, 0, block.length);
        }
    }

    private static ControlServer open(Path socket, ControlServer.Commands commands, Patience patience)
            throws IOException {
        return ControlServer.open(socket, commands, patience, ControlServer::thread);
    }

    private int run(InputStream in, String... arguments) throws IOException {
        return run(socket, in, arguments);
    }

    private int run(ControlServer other, String... arguments) throws IOException {
        return run(other.socket(), new Untouched(), arguments);
    }

    private static Caller caller(InputStream in, OutputStream out, OutputStream err, CompletionStage<?> interrupted) {
        return new Caller(in, new PrintStream(out), new PrintStream(err), NO_FILES, interrupted);
    }

    private int run(Path socket, InputStream in, String... arguments) throws IOException {
        try (ControlClient client = ControlClient.connect(socket)) {
            Request request = new Request(List.of(arguments), true);
            return client.run(request, caller(in, out, err, interrupted));
        }
    }

    private int run(String... arguments) throws IOException {
        return run(new Untouched(), arguments);
    }

    /** Fails the test when a command that reads nothing has something read for it. */
    private static final class Untouched extends InputStream {
        @Override
        public int read() {
            throw new AssertionError("nobody asked for input");
        }
    }

    @Test
    void argumentsStreamsAndExitCodeGetThrough() throws IOException {
        assertThat(run("tell", "", "äö\n")).isEqualTo(42);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[tell, , äö\n] true\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("no result\n");
    }

    @Test
    void inputOfAnyBytesComesBack() throws IOException {
        byte[] content = new byte[300_000];
        new Random(2).nextBytes(content);

        assertThat(run(new ByteArrayInputStream(content), "copy")).isEqualTo(42);
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void anInterruptedClientHasItsCommandCancelledAndStillHearsOfIt() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> unchecked("wait"));
        waiting.await();
        interrupted.complete(null);

        assertThat(code.get()).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("cancelled\n");
    }

    /** Else the command would end as one whose input failed, whenever it is the faster one. */
    @Test
    void aCommandIsCancelledBeforeItsInputFails() throws Exception {
        PipedInputStream silent = new PipedInputStream(new PipedOutputStream());
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> unchecked(silent, "await input"));
        waiting.await();
        interrupted.complete(null);

        assertThat(code.get()).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("the client has gone, cancelled: true\n");
    }

    @Test
    void aClientThatDiesHasItsCommandCancelled() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "wait");
            waiting.await();
        }

        cancelled.await();
        assertThat(run("tell")).isEqualTo(42);
    }

    @Test
    void aClientThatDiesIsNotReadFromAnyMore() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Path other = folder.resolve("other.sock");
        ControlServer.Commands reading = (request, caller) -> {
            assertThatThrownBy(caller.in()::read).isInstanceOf(IOException.class);
            ended.countDown();
            return 0;
        };
        try (ControlServer second = ControlServer.open(other, reading)) {
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
                send(client, "read");
                FrameChannel frames = new FrameChannel(client);
                assertThat(frames.read().orElseThrow().kind()).isEqualTo(Frame.Kind.HEARD);
                assertThat(frames.read().orElseThrow().kind()).isEqualTo(Frame.Kind.WANT);
            }
            ended.await();
        }
    }

    @Test
    void aClientWhoseOutputFailsSaysSoAndHasItsCommandCancelled() throws Exception {
        try (ControlClient client = ControlClient.connect(socket)) {
            Request request = new Request(List.of("flood"), false);
            assertThatThrownBy(() -> client.run(request, caller(new Untouched(), FULL, err, interrupted)))
                    .isInstanceOf(UnwritableException.class);
        }
    }

    @Test
    void remarksThatNobodyReadsAreNoFailure() throws Exception {
        try (ControlClient client = ControlClient.connect(socket)) {
            Request request = new Request(List.of("tell"), false);
            int code = client.run(request, caller(new Untouched(), out, FULL, interrupted));
            assertThat(code).isEqualTo(42);
        }
    }

    @Test
    void aClientThatTakesNoOutputIsGivenUp() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        Path other = folder.resolve("other.sock");
        ControlServer.Commands flooding = (request, caller) -> {
            flood(caller.out());
            given.countDown();
            return 0;
        };
        try (ControlServer second = open(other, flooding, new Patience(LONG, SHORT, LONG, LONG, LONG));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            send(client, "flood");
            given.await();
        }
    }

    @Test
    void aClientThatSaysNothingIsGivenUp() throws Exception {
        Path other = folder.resolve("other.sock");
        try (ControlServer second = open(other, this::command, new Patience(SHORT, LONG, LONG, LONG, LONG));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(other));
                SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            assertThat(over(half, new byte[] {1, 0, 0})).isTrue();
            assertThat(over(silent, new byte[0])).isTrue();
        }
    }

    /** Says so much and no more; whether the connection ends then. Bytes of ours that nobody read end it with an error. */
    private static boolean over(SocketChannel connection, byte[] said) {
        try {
            connection.write(ByteBuffer.wrap(said));
            return connection.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void tooManyCommandsAtOnceAreRefused() throws Exception {
        CountDownLatch all = new CountDownLatch(64);
        CountDownLatch over = new CountDownLatch(64);
        ControlServer.Commands keeping = (request, caller) -> {
            all.countDown();
            caller.interrupted().toCompletableFuture().join();
            over.countDown();
            return 0;
        };
        List<SocketChannel> busy = new ArrayList<>();
        try (ControlServer second = open(folder.resolve("other.sock"), keeping, PATIENT)) {
            for (int i = 0; i < 64; i++) {
                busy.add(connect(second));
                send(busy.get(i), "wait");
            }
            all.await();

            assertThat(run(second, "tell")).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("busy with 64 commands");

            for (SocketChannel connection : busy) {
                connection.close();
            }
            over.await();
        }
    }

    /** However many there are: they cost no thread, and the oldest of them makes room. */
    @Test
    void clientsThatSayNothingKeepNobodyOut() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            int threads = Thread.activeCount();
            for (int i = 0; i < 3 * Reception.MOST_SILENT; i++) {
                silent.add(connect());
                if (i % 32 == 0) {
                    assertThat(run("tell")).isEqualTo(42);
                }
            }
            assertThat(run("tell")).isEqualTo(42);
            assertThat(over(silent.get(0), new byte[0])).isTrue();
            assertThat(Thread.activeCount() - threads).isLessThan(8);
        } finally {
            for (SocketChannel connection : silent) {
                connection.close();
            }
        }
    }

    @Test
    void aCommandMayComeInSingleBytes() throws Exception {
        try (SocketChannel client = connect()) {
            for (byte one : bytes("tell", "x".repeat(20_000))) {
                client.write(ByteBuffer.wrap(new byte[] {one}));
            }
            assertThat(exit(client)).isEqualTo(42);
        }
    }

    /** A command takes two threads; more commands than may be at once show that nothing is kept of those that had none. */
    @Test
    void whereThereIsNoThreadNothingButThatCommandIsLost() throws Exception {
        AtomicInteger spared = new AtomicInteger(Integer.MAX_VALUE);
        ThreadFactory sparse = work -> {
            if (spared.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return ControlServer.thread(work);
        };
        try (ControlServer second = ControlServer.open(folder.resolve("other.sock"), this::command, PATIENT, sparse)) {
            for (int first : new int[] {0, 1}) {
                spared.set(first);
                for (int i = 0; i < 70; i++) {
                    assertThat(run(second, "tell")).isEqualTo(1);
                }
            }
            spared.set(Integer.MAX_VALUE);
            assertThat(run(second, "tell")).isEqualTo(42);
            assertThat(second.isDeaf()).isFalse();
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("unable to create native thread");
    }

    @Test
    void aServerWhoseThreadEndsIsDeaf() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        ThreadFactory factory = work -> {
            first.set(new Thread(() -> {}));
            return first.get();
        };
        try (ControlServer second = ControlServer.open(folder.resolve("other.sock"), this::command, PATIENT, factory)) {
            first.get().join();
            assertThat(second.isDeaf()).isTrue();
        }
    }

    @Test
    void aServerThatIsClosedIsNotDeaf() {
        assertThat(server.isDeaf()).isFalse();
        server.close();
        assertThat(server.isDeaf()).isFalse();
    }

    @Test
    void aPlatformThatDoesNotAnswerIsLeft() throws Exception {
        Path other = folder.resolve("other.sock");
        Patience patience = new Patience(LONG, LONG, LONG, SHORT, LONG);
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(other));
            try (ControlClient client = ControlClient.connect(other, patience)) {
                Request request = new Request(List.of("tell"), false);
                assertThatThrownBy(() -> client.run(request, caller(new Untouched(), out, err, interrupted)))
                        .isInstanceOf(SilentException.class);
            }
        }
    }

    /** As one that is stopped while others try. */
    @Test
    void aPlatformWhoseQueueIsFullIsLeft() throws Exception {
        Path other = folder.resolve("other.sock");
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(other), 1);
            Patience patience = new Patience(LONG, LONG, LONG, SHORT, LONG);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            ControlClient.connect(other, patience);
                        }
                    })
                    .isInstanceOf(SilentException.class);
        }
    }

    @Test
    void aClientThatIsToldToEndDoesNotWaitForOneThatHearsNothing() throws Exception {
        Path other = folder.resolve("other.sock");
        Patience patience = new Patience(LONG, LONG, LONG, LONG, SHORT);
        try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(UnixDomainSocketAddress.of(other));
            for (int heard = 0; heard < 2; heard++) {
                CompletableFuture<Void> asked = new CompletableFuture<>();
                try (ControlClient client = ControlClient.connect(other, patience);
                        SocketChannel platform = stuck.accept()) {
                    for (int i = 0; i < heard; i++) {
                        new FrameChannel(platform).write(Frame.of(Frame.Kind.HEARD));
                    }
                    CompletableFuture.runAsync(() -> asked.complete(null));
                    Request request = new Request(List.of("tell"), false);
                    assertThatThrownBy(() -> client.run(request, caller(new Untouched(), out, err, asked)))
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aServerThatEndsCancelsItsCommandsAndRemovesItsSocket() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> unchecked("wait"));
        waiting.await();

        server.close();

        assertThat(code.get()).isEqualTo(1);
        assertThat(socket).doesNotExist();
        assertThatThrownBy(() -> run("tell")).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionThatBreaksIsNoExitCode() throws Exception {
        Path other = folder.resolve("other.sock");
        try (ServerSocketChannel breaking = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            breaking.bind(UnixDomainSocketAddress.of(other));
            try (ControlClient client = ControlClient.connect(other)) {
                breaking.accept().close();
                Request request = new Request(List.of("tell"), false);
                assertThatThrownBy(() -> client.run(request, caller(new Untouched(), out, err, interrupted)))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void garbageIsRefusedAndTheServerGoesOn() throws Exception {
        Random random = new Random(3);
        byte[] whole = bytes("tell", "something");
        for (int round = 0; round < 300; round++) {
            byte[] garbage = round % 2 == 0 ? whole.clone() : new byte[random.nextInt(64)];
            if (round % 2 == 0) {
                garbage[random.nextInt(garbage.length)] ^= (byte) (1 + random.nextInt(255));
                garbage = Arrays.copyOf(garbage, random.nextInt(garbage.length) + 1);
            } else {
                random.nextBytes(garbage);
            }
            throwAt(garbage);
        }
        assertThat(run("tell")).isEqualTo(42);
    }

    private void throwAt(byte[] garbage) {
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap(garbage));
            client.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (client.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
        } catch (IOException reset) {
            // The server may end the connection before it has read all
        }
    }

    @Test
    void whatFollowsACommandCanOnlyBeWhatWasAskedFor() throws Exception {
        for (byte[] more : List.of(
                new byte[] {2, 0, 0, 0, 0},
                new byte[] {3, 0, 0, 0, 1, 0},
                new byte[] {1, 0, 0, 0, 0},
                new byte[] {99, 0, 0, 0, 0},
                new byte[] {2, -1, 0, 0, 0})) {
            try (SocketChannel client = connect()) {
                send(client, "wait");
                client.write(ByteBuffer.wrap(more));
                assertThat(exit(client)).isEqualTo(1);
            }
        }
    }

    @Test
    void questionsAboutFilesAreAnsweredOneAfterAnother() throws Exception {
        byte[] longest = new byte[Frame.PIECE];
        new Random(4).nextBytes(longest);
        ControlServer.Commands asking = (request, caller) -> {
            for (int i = 0; i < 100; i++) {
                assertThat(caller.files().apply(longest)).isEqualTo(longest);
            }
            return 0;
        };
        Path other = folder.resolve("other.sock");
        try (ControlServer second = ControlServer.open(other, asking);
                ControlClient client = ControlClient.connect(other)) {
            assertThat(client.run(request(), withFiles(UnaryOperator.identity())))
                    .isZero();
        }
    }

    @Test
    void whoGoesWithAQuestionOpenHasCancelled() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        ControlServer.Commands asking = (request, caller) -> {
            failure.complete(catchThrowable(() -> caller.files().apply(new byte[1])));
            assertThat(caller.interrupted().toCompletableFuture()).isDone();
            // Nor is anything asked any more
            assertThatThrownBy(() -> caller.files().apply(new byte[1])).isInstanceOf(UncheckedIOException.class);
            return 0;
        };
        Path other = folder.resolve("other.sock");
        try (ControlServer second = ControlServer.open(other, asking)) {
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
                send(client, "ask");
                FrameChannel frames = new FrameChannel(client);
                assertThat(frames.read().orElseThrow().kind()).isEqualTo(Frame.Kind.HEARD);
                assertThat(frames.read().orElseThrow().kind()).isEqualTo(Frame.Kind.FILE);
            }
            assertThat(failure.get()).isInstanceOf(UncheckedIOException.class).hasMessageContaining("has gone");
        }
    }

    @Test
    void aSecondAnswerEndsTheCommand() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        ControlServer.Commands asking = (request, caller) -> {
            assertThat(caller.files().apply(new byte[1])).containsExactly(7);
            answered.countDown();
            caller.interrupted().toCompletableFuture().join();
            return 9;
        };
        Path other = folder.resolve("other.sock");
        try (ControlServer second = ControlServer.open(other, asking);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            send(client, "ask");
            FrameChannel frames = new FrameChannel(client);
            while (frames.read().orElseThrow().kind() != Frame.Kind.FILE) {
                // Others come before
            }
            Frame answer = new Frame(Frame.Kind.ANSWER, new byte[] {7});
            frames.write(answer);
            answered.await();
            frames.write(answer);
            assertThat(exit(client)).isEqualTo(9);
        }
    }

    /** A platform may say what it likes: this process opens nothing and ends with a reason. */
    @Test
    void whatNoPlatformMaySayIsRefused() throws Exception {
        byte[] question = {22, 0, 0, 0, 1, 1};
        for (byte[] said : List.of(
                new byte[] {22, 0, 0, 0, 0},
                new byte[] {22, 0, 1, 0, 1},
                new byte[] {22, -1, 0, 0, 0},
                new byte[] {3, 0, 0, 0, 1, 0},
                new byte[] {1, 0, 0, 0, 0},
                new byte[] {99, 0, 0, 0, 0},
                twice(question))) {
            Path other = folder.resolve("other.sock");
            CountDownLatch over = new CountDownLatch(1);
            try (ServerSocketChannel strange = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                strange.bind(UnixDomainSocketAddress.of(other));
                try (ControlClient client = ControlClient.connect(other);
                        SocketChannel connection = strange.accept()) {
                    connection.write(ByteBuffer.wrap(said));
                    assertThatThrownBy(() -> client.run(request(), withFiles(asked -> awaited(over, asked))))
                            .as(Arrays.toString(said))
                            .isInstanceOf(ProtocolException.class);
                }
            } finally {
                over.countDown();
                Files.delete(other);
            }
        }
    }

    private static byte[] twice(byte[] one) {
        return ByteBuffer.allocate(2 * one.length).put(one).put(one).array();
    }

    private static byte[] awaited(CountDownLatch over, byte[] answer) {
        try {
            over.await();
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aQuestionThatIsNotAnsweredIsToldAsWhatItIs() throws Exception {
        ControlServer.Commands asking = (request, caller) -> {
            assertThatThrownBy(() -> caller.files().apply(new byte[1])).isInstanceOf(UncheckedIOException.class);
            return 0;
        };
        Path other = folder.resolve("other.sock");
        try (ControlServer second = ControlServer.open(other, asking);
                ControlClient client = ControlClient.connect(other)) {
            assertThatThrownBy(() -> client.run(request(), withFiles(question -> {
                        throw new IllegalArgumentException("not this file");
                    })))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("not this file");
        }
    }

    private static Request request() {
        return new Request(List.of("ask"), false);
    }

    private Caller withFiles(UnaryOperator<byte[]> files) {
        return new Caller(new Untouched(), new PrintStream(out), new PrintStream(err), files, interrupted);
    }

    private static int exit(SocketChannel client) throws IOException {
        FrameChannel frames = new FrameChannel(client);
        Frame frame = frames.read().orElseThrow();
        while (frame.kind() != Frame.Kind.EXIT) {
            frame = frames.read().orElseThrow();
        }
        return frame.number();
    }

    private int unchecked(String command) {
        return unchecked(new Untouched(), command);
    }

    private int unchecked(InputStream in, String command) {
        try {
            return run(in, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketChannel connect(ControlServer other) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(other.socket()));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private void send(SocketChannel client, String... arguments) throws IOException {
        client.write(ByteBuffer.wrap(bytes(arguments)));
    }

    private byte[] bytes(String... arguments) throws IOException {
        byte[] payload = new Request(List.of(arguments), false).frame().payload();
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 1)
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
