// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceptionTest {
    @TempDir
    Path folder;

    private final BlockingQueue<Frame> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    private volatile Error failing;
    private UnixDomainSocketAddress address;
    private Reception reception;
    private Thread thread;

    @BeforeEach
    void open() throws IOException {
        address = UnixDomainSocketAddress.of(folder.resolve("sock"));
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(address);
        reception = new Reception(listening, Duration.ofSeconds(50), new Recording());
        thread = new Thread(reception);
        thread.start();
    }

    @AfterEach
    void close() throws Exception {
        reception.close();
        thread.join();
    }

    private final class Recording implements Reception.Desk {
        @Override
        public void take(SocketChannel connection, Frame first) {
            if (failing != null) {
                throw failing;
            }
            assertThat(connection.isBlocking()).isTrue();
            taken.add(first);
        }

        @Override
        public void refuse(SocketChannel connection, String reason) {
            taken.add(new Frame(Frame.Kind.ERR, reason.getBytes()));
        }

        @Override
        public void trouble(Throwable failure) {
            told.add(failure);
        }
    }

    /** Whatever it is that fails. */
    @Test
    void anErrorCostsTheConnectionAndNothingElse() throws Exception {
        for (Error error : List.of(new OutOfMemoryError("heap"), new StackOverflowError(), new LinkageError())) {
            failing = error;
            try (SocketChannel client = say(new byte[] {1, 0, 0, 0, 0})) {
                assertThat(told.take()).isSameAs(error);
                assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
            }
            failing = null;
            try (SocketChannel client = say(new byte[] {1, 0, 0, 0, 1, 7})) {
                assertThat(taken.take().payload()).containsExactly(7);
            }
        }
        assertThat(thread.isAlive()).isTrue();
    }

    @Test
    void whatIsNoFrameIsRefusedBeforeAnythingIsKeptOfIt() throws Exception {
        try (SocketChannel client = say(new byte[] {1, 127, 0, 0, 0})) {
            assertThat(new String(taken.take().payload())).contains("REQUEST cannot have 2130706432 bytes");
        }
    }

    @Test
    void withItsEndThoseEndWhoHaveSaidNothing() throws Exception {
        try (SocketChannel client = say(new byte[] {1, 0})) {
            say(new byte[] {1, 0, 0, 0, 0}).close();
            taken.take();
            reception.close();
            thread.join();

            assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
        }
    }

    private SocketChannel say(byte[] bytes) throws IOException {
        SocketChannel client = SocketChannel.open(address);
        client.write(ByteBuffer.wrap(bytes));
        return client;
    }
}
