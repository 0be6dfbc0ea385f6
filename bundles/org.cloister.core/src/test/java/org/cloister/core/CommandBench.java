package org.cloister.core;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Cancellation;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.Cloister;
import org.cloister.cli.report.Executions;
import org.cloister.cli.session.Services;
import org.cloister.cli.session.Session;
import org.cloister.cli.session.Streams;

/** The commands before the real launcher, backend and software platform, as a person at a terminal has them. */
final class CommandBench implements Services {
    final TestBed bed = TestBed.complete();
    private final Path folder;
    private final Executions executions = new Executions();
    private String out;
    private String err;

    CommandBench(Path folder) {
        this.folder = folder;
    }

    /** Runs a command; returns its exit code. */
    int run(List<String> arguments) {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        Streams streams = new Streams(
                InputStream.nullInputStream(),
                new PrintStream(results, true, StandardCharsets.UTF_8),
                new PrintStream(rest, true, StandardCharsets.UTF_8),
                false);
        int code =
                Cloister.run(new Session(streams, folder, this, new Cancellation()), arguments.toArray(String[]::new));
        out = results.toString(StandardCharsets.UTF_8);
        err = rest.toString(StandardCharsets.UTF_8);
        return code;
    }

    /** What the last command wrote as its result. */
    String out() {
        return out;
    }

    /** What the last command wrote besides. */
    String err() {
        return err;
    }

    @Override
    public Optional<GuestLauncher> launcher() {
        return Optional.of(bed.launcher);
    }

    @Override
    public Optional<HostFacts> host() {
        return Optional.empty();
    }

    @Override
    public List<CapabilityProbe> probes() {
        return List.of();
    }

    @Override
    public Optional<PlatformConditions> conditions() {
        return Optional.empty();
    }

    @Override
    public Optional<BackendKeeper> keeper() {
        return Optional.empty();
    }

    @Override
    public Optional<Doctor> doctor() {
        return Optional.empty();
    }

    @Override
    public Executions executions() {
        return executions;
    }

    @Override
    public List<SecureProcessor> processors() {
        return List.of();
    }

    @Override
    public void keepState(Path state) {
        throw new IllegalStateException("no command of these tests keeps state");
    }
}
