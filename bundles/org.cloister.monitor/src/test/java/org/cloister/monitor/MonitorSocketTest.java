// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be at the path before, and what is there afterwards. */
class MonitorSocketTest {
    @TempDir
    Path folder;

    @Test
    void onlyTheOwnerMayConnectAndNothingIsLeft() throws IOException {
        Path path = folder.resolve("q");
        try (MonitorSocket socket = MonitorSocket.open(path)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(names()).containsExactly("q");
            assertThat(socket.path()).isEqualTo(path);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatADeadProcessLeftIsReplaced() throws IOException {
        Path path = folder.resolve("q");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        MonitorSocket.open(path).close();
        assertThat(names()).isEmpty();
    }

    /** The kernel refuses a client that finds the queue full; those before it are served. */
    @Test
    void manyClientsAtATimeDoNotEndIt() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        try (MonitorSocket socket = MonitorSocket.open(folder.resolve("q"))) {
            for (int i = 0; i < 200; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
                clients.add(client);
                client.configureBlocking(false);
                connect(client, socket.path());
            }
            assertThat(clients.stream().filter(SocketChannel::isConnected)).hasSizeBetween(50, 199);
            socket.accept().close();
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
        assertThat(names()).isEmpty();
    }

    private static void connect(SocketChannel client, Path path) {
        try {
            client.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException full) {
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void aSocketInUseStays() throws IOException {
        Path path = folder.resolve("q");
        try (MonitorSocket first = MonitorSocket.open(path)) {
            assertThatThrownBy(() -> MonitorSocket.open(path)).hasMessageContaining("somebody listens on");
            assertThat(first.isOpen()).isTrue();
            assertThat(path).exists();
        }
    }

    @Test
    void anotherFileIsNeverTouched() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        for (Path path : List.of(file, link, Files.createDirectory(folder.resolve("dir")))) {
            assertThatThrownBy(() -> MonitorSocket.open(path)).hasMessageContaining("a file that is not a socket");
        }
        assertThat(file).hasContent("mine");
        assertThat(names()).containsExactlyInAnyOrder("file", "link", "dir");
    }

    @Test
    void aFileThatCameInsteadStays() throws IOException {
        Path path = folder.resolve("q");
        MonitorSocket socket = MonitorSocket.open(path);
        Files.delete(path);
        Files.writeString(path, "mine");
        socket.close();
        socket.close();
        assertThat(path).hasContent("mine");
    }

    @Test
    void aPathThatCannotBeIsRefusedAndNothingIsLeft() throws IOException {
        assertThatThrownBy(() -> MonitorSocket.open(folder.resolve("missing/q")))
                .hasMessageContaining("there can be no socket here");
        assertThatThrownBy(() -> MonitorSocket.open(folder.resolve("q".repeat(120))))
                .hasMessageContaining("at most 107 bytes");
        int left = 100 - folder.toString().length();
        assumeTrue(left > 2, () -> folder + " is too long");
        try (MonitorSocket longest = MonitorSocket.open(folder.resolve("q".repeat(left - 1)));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(longest.path()))) {
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(names()).isEmpty();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
