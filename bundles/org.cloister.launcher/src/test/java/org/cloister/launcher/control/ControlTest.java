// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server over a real socket, with commands made for the purpose. */
@Timeout(60)
class ControlTest extends ControlBed {
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
            ControlRequest request = new ControlRequest(List.of("flood"), false);
            assertThatThrownBy(() -> client.run(request, caller(new Untouched(), FULL, err, interrupted)))
                    .isInstanceOf(UnwritableException.class);
        }
    }

    @Test
    void remarksThatNobodyReadsAreNoFailure() throws Exception {
        try (ControlClient client = ControlClient.connect(socket)) {
            ControlRequest request = new ControlRequest(List.of("tell"), false);
            int code = client.run(request, caller(new Untouched(), out, FULL, interrupted));
            assertThat(code).isEqualTo(42);
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
                ControlRequest request = new ControlRequest(List.of("tell"), false);
                assertThatThrownBy(() -> client.run(request, caller(new Untouched(), out, err, interrupted)))
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
