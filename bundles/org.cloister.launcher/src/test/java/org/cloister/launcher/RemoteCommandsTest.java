// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.CloisterException;
import org.cloister.api.caller.OutputSet;
import org.cloister.api.caller.RemoteFiles;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlRequest;
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
            Optional.empty(),
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
    void aPlatformThatTakesUpNobodyRunsAllTheSame() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        assertThat(RemoteCommands.runs(folder)).isFalse();
        try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(UnixDomainSocketAddress.of(folder.socket()), 1);
            while (connected(waiting)) {
                assertThat(waiting).hasSizeLessThan(100);
            }
            assertThat(RemoteCommands.runs(folder)).isTrue();
        } finally {
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
        assertThat(RemoteCommands.runs(folder)).isFalse();
    }

    /** Whether there was room for one more. */
    private boolean connected(List<SocketChannel> waiting) throws IOException {
        SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(one);
        one.configureBlocking(false);
        try {
            return one.connect(UnixDomainSocketAddress.of(folder.socket()));
        } catch (IOException full) {
            return false;
        }
    }

    @Test
    void filesAreReadAndWrittenByTheClient() throws Exception {
        Path input = Files.writeString(parent.resolve("input"), "content");
        Path output = parent.resolve("new/output");
        List<String> words = List.of("launch", "--connect", "--firmware", input.toString(), "--report-out=" + output);

        try (ControlServer server = ControlServer.open(folder.socket(), (request, caller) -> copied(request, caller))) {
            assertThat(RemoteCommands.run(folder, call(words))).isEqualTo(7);
        }

        assertThat(output).hasContent("content");
        assertThat(err.toString()).isEmpty();
    }

    private static int copied(ControlRequest request, Caller caller) {
        RemoteFiles files = new RemoteFiles(caller.files());
        String from = request.arguments().get(3);
        String to = request.arguments().get(4).replace("--report-out=", "");
        try (InputStream in = files.open("--firmware", from);
                OutputSet set = files.outputs(false)) {
            byte[] content = in.readAllBytes();
            set.create(Path.of(to), false);
            set.write(content, 0, content.length);
            set.place();
            return 7;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as one into which a hostile bundle was swapped. */
    @Test
    void aPlatformThatAsksForAnotherFileIsLeft() throws Exception {
        Path other = Files.writeString(parent.resolve("other"), "content");
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();

        try (ControlServer server = ControlServer.open(folder.socket(), (request, caller) -> {
            refusal.complete(catchThrowable(() -> new RemoteFiles(caller.files()).open("x", other.toString())));
            return 0;
        })) {
            assertThat(RemoteCommands.run(folder, call(List.of("list")))).isEqualTo(1);
        }

        assertThat(refusal.get()).isInstanceOf(CloisterException.class);
        assertThat(err.toString())
                .contains("must not, and was left: the command does not name the file '" + other + "'")
                .hasLineCount(1);
    }

    @Test
    void anInterruptionLeavesNoHalfFile() throws Exception {
        Path output = parent.resolve("new/output");
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Call terminated = call(List.of("launch", output.toString()), interrupted);

        try (ControlServer server = ControlServer.open(folder.socket(), (request, caller) -> {
            OutputSet set = new RemoteFiles(caller.files()).outputs(false);
            set.create(output, false);
            set.write(new byte[100_000], 0, 100_000);
            interrupted.complete(null);
            caller.interrupted().toCompletableFuture().join();
            refusal.complete(catchThrowable(set::place));
            return 1;
        })) {
            assertThat(RemoteCommands.run(folder, terminated)).isEqualTo(1);
        }

        assertThat(refusal.get()).isInstanceOf(CloisterException.class).hasMessageContaining("cancelled");
        assertThat(output.getParent()).doesNotExist();
    }

    @Test
    void aPlatformThatEndsInTheMiddleOfAFileLeavesNothing() throws Exception {
        Path output = parent.resolve("new/output");
        CountDownLatch begun = new CountDownLatch(1);

        ControlServer server = ControlServer.open(folder.socket(), (request, caller) -> {
            OutputSet set = new RemoteFiles(caller.files()).outputs(false);
            set.create(output, false);
            set.write(new byte[100_000], 0, 100_000);
            begun.countDown();
            return caller.interrupted()
                    .toCompletableFuture()
                    .thenApply(ignored -> 1)
                    .join();
        });
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> run(call(List.of("launch", output.toString()))));
        begun.await();
        assertThat(output.getParent()).exists();
        server.close();

        assertThat(code.get()).isEqualTo(1);
        assertThat(output.getParent()).doesNotExist();
    }

    /** Nobody has the pipe's other end. */
    @Test
    void anInterruptionDoesNotWaitForAPipe() throws Exception {
        assumeTrue(new File("/usr/bin/mkfifo").canExecute(), "needs mkfifo");
        Path pipe = parent.resolve("pipe");
        new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor();
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        CountDownLatch opening = new CountDownLatch(1);

        try (ControlServer server = ControlServer.open(folder.socket(), (request, caller) -> {
            opening.countDown();
            Throwable refusal =
                    catchThrowable(() -> new RemoteFiles(caller.files()).open("--secret pipe", pipe.toString()));
            caller.err().println(refusal.getMessage());
            return 5;
        })) {
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                    () -> run(call(List.of("launch", "--secret", pipe.toString()), interrupted)));
            opening.await();
            interrupted.complete(null);
            assertThat(code.get()).isEqualTo(5);
        }
        assertThat(err.toString()).contains("cancelled");
        // Lets the reader go that was left behind
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close();
    }

    private Call call(List<String> words) {
        return call(words, new CompletableFuture<>());
    }

    private Call call(List<String> words, CompletionStage<?> interrupted) {
        return new Call(words, Optional.empty(), call.in(), call.out(), call.err(), false, interrupted);
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
        return run(call);
    }

    private int run(Call one) {
        try {
            return RemoteCommands.run(folder, one);
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }
}
