// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients and platforms that are slow, silent, many or rude, and what a platform may lack. */
@Timeout(60)
class ControlLimitsTest extends ControlBed {
    @Test
    void aClientThatTakesNoOutputIsGivenUp() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        Path other = folder.resolve("other.sock");
        ControlServer.Commands flooding = (request, caller) -> {
            flood(caller.out());
            given.countDown();
            return 0;
        };
        try (ControlServer second = open(other, flooding, new ClientTimeouts(LONG, SHORT, LONG, LONG, LONG));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            send(client, "flood");
            given.await();
        }
    }

    @Test
    void aClientThatSaysNothingIsGivenUp() throws Exception {
        Path other = folder.resolve("other.sock");
        try (ControlServer second = open(other, this::command, new ClientTimeouts(SHORT, LONG, LONG, LONG, LONG));
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(other));
                SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(other))) {
            assertThat(over(half, new byte[] {1, 0, 0})).isTrue();
            assertThat(over(silent, new byte[0])).isTrue();
        }
    }

    /**
     * Says so much and no more; whether the connection ends then. Bytes of ours that nobody read end it with an error.
     */
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

    /** Without any left Java does not learn that it is to end. */
    @Test
    void threadsOfCommandsAreGivenBackSoon() throws Exception {
        List<Thread> made = Collections.synchronizedList(new ArrayList<>());
        ThreadFactory noting = work -> {
            Thread thread = ControlServer.thread(work);
            made.add(thread);
            return thread;
        };
        ControlServer.Commands commands = (request, caller) -> 42;
        try (ControlServer server = ControlServer.open(folder.resolve("few.sock"), commands, PATIENT, noting)) {
            assertThat(run(server, "tell")).isEqualTo(42);
            for (Thread thread : made.subList(1, made.size())) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    /**
     * A command takes two threads; more commands than may be at once show that nothing is kept of those that had none.
     */
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
        ClientTimeouts patience = new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG);
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(other));
            try (ControlClient client = ControlClient.connect(other, patience)) {
                ControlRequest request = new ControlRequest(List.of("tell"), false);
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
            ClientTimeouts patience = new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG);
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
        ClientTimeouts patience = new ClientTimeouts(LONG, LONG, LONG, LONG, SHORT);
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
                    ControlRequest request = new ControlRequest(List.of("tell"), false);
                    assertThatThrownBy(() -> client.run(request, caller(new Untouched(), out, err, asked)))
                            .isInstanceOf(IOException.class);
                }
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
}
