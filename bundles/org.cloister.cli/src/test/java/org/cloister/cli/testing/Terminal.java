// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.caller.LocalFiles;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.Cloister;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorService;
import org.cloister.cli.report.ExecutionLog;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;

/** Runs commands as a terminal would, and keeps what they printed. */
public final class Terminal {
    public final Cancellation cancellation = new Cancellation();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private OutputStream standardOutput = out;
    private OutputStream standardError = err;
    private InputStream in = InputStream.nullInputStream();
    private Path folder = Path.of("");
    private CallerFiles files;
    private boolean interactive;
    private final FakeServices services = new FakeServices();

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

    /** Has the caller be elsewhere. */
    public Terminal files(CallerFiles elsewhere) {
        files = elsewhere;
        return this;
    }

    public Terminal launcher(GuestLauncher service) {
        services.launcher = service;
        return this;
    }

    public Terminal host(HostFacts facts) {
        services.host = facts;
        return this;
    }

    public Terminal probe(CapabilityProbe probe) {
        return probe(service(probe));
    }

    public Terminal probe(VendorService<CapabilityProbe> probe) {
        services.probes.add(new AskedProbe(probe));
        return this;
    }

    public Terminal evidenceFormat(VendorService<EvidenceFormat> format) {
        services.evidenceFormats.add(new AskedEvidenceFormat(format));
        return this;
    }

    public Terminal processor(VendorService<SecureProcessor> processor) {
        return processor(new AskedProcessor(processor));
    }

    public Terminal processor(AskedProcessor processor) {
        services.processors.add(processor);
        return this;
    }

    private static <S> VendorService<S> service(S service) {
        return VendorService.of(service.getClass().getName(), () -> service, VendorService.PATIENCE);
    }

    public Terminal conditions(PlatformConditions conditions) {
        services.conditions = conditions;
        return this;
    }

    public Terminal keeper(BackendKeeper keeper) {
        services.keeper = keeper;
        return this;
    }

    public Terminal doctor(Doctor doctor) {
        services.doctor = doctor;
        return this;
    }

    public Terminal operatorSettings(OperatorSettings settings) {
        services.operator = settings;
        return this;
    }

    public Terminal executions(ExecutionLog executions) {
        services.executions = executions;
        return this;
    }

    public Terminal processor(SecureProcessor processor) {
        return processor(service(processor));
    }

    /** Has the process be one that keeps a platform. */
    public Terminal keeping() {
        services.keeping = true;
        return this;
    }

    /** Has the emulated platform been given settings by options. */
    public Terminal emulating(Map<String, String> given) {
        services.settings = given;
        return this;
    }

    /** The settings that the emulated platform was given. */
    public Map<String, String> settings() {
        return services.settings;
    }

    /** Has a person sit before it. */
    public Terminal interactive() {
        interactive = true;
        return this;
    }

    public Terminal standardOutput(OutputStream stream) {
        standardOutput = stream;
        return this;
    }

    public Terminal standardError(OutputStream stream) {
        standardError = stream;
        return this;
    }

    /** Runs a command; returns its exit code. What it answers as JSON has to be as the schema says. */
    public int run(String... arguments) {
        int before = out().length();
        int code = Cloister.run(context(), arguments);
        if (standardOutput == out) {
            OwnersAnswers.require(arguments, out().substring(before));
        }
        return code;
    }

    /** What a command finds around it. */
    public CommandContext context() {
        // Standard output of a program is buffered: whatever ends a command, what it said has to get through
        Streams streams =
                new Streams(in, print(new BufferedOutputStream(standardOutput)), print(standardError), interactive);
        return new CommandContext(streams, files == null ? new LocalFiles(folder) : files, services, cancellation);
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
