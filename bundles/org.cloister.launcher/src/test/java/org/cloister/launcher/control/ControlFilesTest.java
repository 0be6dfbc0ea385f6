// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions about the files of a client. */
@Timeout(60)
class ControlFilesTest extends ControlBed {
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
        try (ControlServer second = ControlServer.open(other, asking);
                ControlClient client = ControlClient.connect(other)) {
            assertThatThrownBy(() -> client.run(request(), withFiles(question -> {
                        throw new StackOverflowError();
                    })))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("StackOverflowError");
        }
    }

    private static ControlRequest request() {
        return new ControlRequest(List.of("ask"), false);
    }

    private Caller withFiles(UnaryOperator<byte[]> files) {
        return new Caller(new Untouched(), new PrintStream(out), new PrintStream(err), files, interrupted);
    }
}
