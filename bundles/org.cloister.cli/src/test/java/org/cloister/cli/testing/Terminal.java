package org.cloister.cli.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.api.Cancellation;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.Cloister;
import org.cloister.cli.session.Session;
import org.cloister.cli.session.Streams;

/** Runs commands as a terminal would, and keeps what they said. */
public final class Terminal {
    public final Cancellation cancellation = new Cancellation();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private OutputStream standardOutput = out;
    private InputStream in = InputStream.nullInputStream();
    private Path folder = Path.of("");
    private GuestLauncher launcher;

    public Terminal in(byte[] content) {
        return in(new ByteArrayInputStream(content));
    }

    public Terminal in(InputStream stream) {
        in = stream;
        return this;
    }

    public Terminal folder(Path start) {
        folder = start;
        return this;
    }

    public Terminal launcher(GuestLauncher service) {
        launcher = service;
        return this;
    }

    public Terminal standardOutput(OutputStream stream) {
        standardOutput = stream;
        return this;
    }

    /** Runs a command; returns its exit code. */
    public int run(String... arguments) {
        Streams streams = new Streams(in, print(standardOutput), print(err), false);
        return Cloister.run(new Session(streams, folder, () -> Optional.ofNullable(launcher), cancellation), arguments);
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
