// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.caller.ServedFiles;
import org.cloister.api.host.DeviceNode;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlClient;
import org.cloister.launcher.control.ControlRequest;

/**
 * What users do with a platform that keeps running, well and badly. Each leaves the platform without a guest of its
 * own.
 */
final class Errands {
    private static final int DONE = 0;
    private static final int REFUSED = 2;
    private static final String[] LAUNCH = {"launch", "--connect", "--platform", "emulated", "--type", "sev-snp"};
    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"(g[0-9]+)\"");

    private final Path socket;
    private final Path monitor;
    private final Path folder;
    private final Path backend;

    /**
     * Errands at a platform and at a monitor.
     *
     * @param folder what their own files lie in
     * @param backend a bundle to swap in
     */
    Errands(Path socket, Path monitor, Path folder, Path backend) {
        this.socket = socket;
        this.monitor = monitor;
        this.folder = folder;
        this.backend = backend;
    }

    /** One of them. */
    @FunctionalInterface
    interface Errand {
        void run() throws IOException;
    }

    /** Each as often as it stands here. */
    List<Errand> all() {
        List<Errand> all = new ArrayList<>(List.of(
                () -> launched("stop"),
                () -> launched("info"),
                () -> launched("reset"),
                () -> launched("reset"),
                this::attest,
                this::swap,
                this::refused,
                this::cancelled,
                this::brokenOff,
                this::monitored,
                this::monitorBrokenOff,
                () -> done("list"),
                () -> done("backends", "-o", "json")));
        if (Files.isWritable(Path.of(DeviceNode.KVM))) {
            all.add(this::execute);
        }
        return all;
    }

    private void launched(String command) throws IOException {
        String id = launch();
        if (!command.equals("stop")) {
            done(command, id);
        }
        done("stop", id);
    }

    private String launch() throws IOException {
        return guest(done(words("-o", "json")));
    }

    /** Until it halts. */
    private void execute() throws IOException {
        done("stop", guest(done(words("-o", "json", "--execute"))));
    }

    private static String guest(String answer) throws IOException {
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("no guest is told: " + answer);
        }
        return id.group(1);
    }

    private void attest() throws IOException {
        Path report = Files.createTempFile(folder, "report", ".bin");
        String said = done(words(
                "-o",
                "json",
                "--attest",
                "--report-data",
                "00".repeat(64),
                "--force",
                "--report-out",
                report.toString()));
        Files.delete(report);
        done("stop", guest(said));
    }

    /** While others launch; of two at a time one is asked to try again. */
    private void swap() throws IOException {
        Answer answer = command(List.of("swap", "sev-snp", backend.toString()), new CompletableFuture<>());
        if (answer.code() != DONE && !answer.err().contains("another swap is under way")) {
            throw new IOException("swap: " + answer.code() + " " + answer.err().strip());
        }
    }

    private void refused() throws IOException {
        expect(REFUSED, "launch", "--connect", "--platform", "emulated", "--firmware", folder + "/none.fd");
        expect(REFUSED, "stop", "--nonsense");
    }

    private void cancelled() throws IOException {
        // At any moment of a launch
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        interrupted.completeOnTimeout(null, ThreadLocalRandom.current().nextInt(1, 20), TimeUnit.MILLISECONDS);
        Answer answer;
        try {
            answer = command(List.of(words("-o", "json")), interrupted);
        } catch (AsynchronousCloseException e) {
            // Cancelled before it was sent
            return;
        }
        // Whoever is too late to be cancelled has launched
        if (answer.code() == DONE) {
            done("stop", guest(answer.out()));
        }
    }

    private void brokenOff() throws IOException {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            connection.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 1, 0, 0x43}));
        }
    }

    private void monitored() throws IOException {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.connect(UnixDomainSocketAddress.of(monitor));
            String text =
                    "{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"query-status\"}\n{\"execute\":\"query-sev\"}\n";
            connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            connection.shutdownOutput();
            StringBuilder answer = new StringBuilder();
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            while (connection.read(bytes) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(bytes.flip()));
                bytes.clear();
            }
            if (!answer.toString().contains("\"return\"")) {
                throw new IOException("the monitor said: " + answer);
            }
        }
    }

    private void monitorBrokenOff() throws IOException {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(monitor))) {
            connection.write(ByteBuffer.wrap("{\"execute\":".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of(LAUNCH));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private String done(String... words) throws IOException {
        return expect(DONE, words);
    }

    private String expect(int code, String... words) throws IOException {
        Answer answer = command(List.of(words), new CompletableFuture<>());
        if (answer.code() != code) {
            throw new IOException(String.join(" ", words) + ": " + answer.code() + " "
                    + answer.err().strip());
        }
        return answer.out();
    }

    private record Answer(int code, String out, String err) {}

    private Answer command(List<String> words, CompletableFuture<Void> interrupted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ControlClient client = ControlClient.connect(socket);
                ServedFiles files = new ServedFiles(folder, words)) {
            Caller caller =
                    new Caller(InputStream.nullInputStream(), print(out), print(err), files::answer, interrupted);
            int code = client.run(new ControlRequest(words, false), caller);
            return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
