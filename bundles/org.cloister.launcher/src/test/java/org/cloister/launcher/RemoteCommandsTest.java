package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cloister.launcher.control.ControlServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemoteCommandsTest {
    @TempDir
    Path parent;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Call call = new Call(
            List.of("list"),
            Path.of("relative"),
            InputStream.nullInputStream(),
            new PrintStream(out),
            new PrintStream(err, true),
            false,
            new CompletableFuture<>());
    private RunFolder folder;

    @BeforeEach
    void make() throws StartException {
        folder = new RunFolder(parent.resolve("run"));
        folder.make();
    }

    @Test
    void withoutAPlatformTheRemedyIsSaid() {
        assertThatThrownBy(() -> RemoteCommands.run(new RunFolder(parent.resolve("nix")), call))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("nix/control.sock is not there")
                .hasMessageContaining("cloister serve");
        assertThatThrownBy(() -> RemoteCommands.run(folder, call)).hasMessageContaining("is not there");
    }

    @Test
    void aSocketThatWasLeftBehindIsSaidToBe() throws Exception {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(folder.socket()));
        }

        assertThatThrownBy(() -> RemoteCommands.run(folder, call))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("left by one that was killed");
    }

    @Test
    void theWorkingDirectoryGoesWithTheCommand() throws Exception {
        try (ControlServer server = ControlServer.open(folder.socket(), (request, in, stdout, stderr, asked) -> {
            stdout.print(request.arguments() + " " + request.folder());
            return 7;
        })) {
            assertThat(RemoteCommands.run(folder, call)).isEqualTo(7);
        }

        assertThat(out).hasToString("[list] " + Path.of("relative").toAbsolutePath());
    }

    @Test
    void aPlatformThatGoesAwayIsAFailure() throws Exception {
        try (ServerSocketChannel breaking = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            breaking.bind(UnixDomainSocketAddress.of(folder.socket()));
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(this::run);
            breaking.accept().close();
            assertThat(code.get()).isEqualTo(1);
        }

        assertThat(err.toString()).startsWith("cloister: the platform went away");
    }

    private int run() {
        try {
            return RemoteCommands.run(folder, call);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }
}
