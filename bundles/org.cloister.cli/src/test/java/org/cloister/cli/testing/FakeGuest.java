// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.launch.Step;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;

/** A guest that was never launched but has the plan and the digest of one that was. */
public final class FakeGuest implements Guest {
    private final String id;
    private final GuestType type;
    private final Consumer<String> end;
    private final LaunchReport report;
    private final Map<String, String> properties;
    private final Executor executor;
    private final Function<Bytes, Evidence> evidence;
    private final GuestState launched;
    private volatile boolean closed;

    FakeGuest(
            String id,
            LaunchRequest request,
            Executor executor,
            Consumer<String> end,
            Function<Bytes, Evidence> evidence) {
        this.evidence = evidence;
        type = request.type() instanceof TypeChoice.Named named ? named.type() : SnpPlanner.TYPE;
        properties = request.guest().properties();
        this.id = id;
        this.end = end;
        this.executor = executor;
        launched = request.paused() ? GuestState.PAUSED : GuestState.RUNNING;
        LaunchPlan plan = SnpPlanner.plan(known(request));
        report = new LaunchReport(
                selection(request),
                "softsev",
                request.platform(),
                plan,
                Optional.of(Measurement.of("SHA-384", SnpDigest.of(plan), Measurement.Source.FIRMWARE)),
                List.of(new Step("choose", 12), new Step("finish", 3456)));
    }

    static Selection selection(LaunchRequest request) {
        GuestType type = request.type() instanceof TypeChoice.Named named ? named.type() : SnpPlanner.TYPE;
        Candidate candidate = new Candidate(type, "softsev", request.platform(), true, "in software, protects nothing");
        return new Selection(Optional.of(candidate), List.of(candidate));
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GuestType type() {
        return type;
    }

    @Override
    public GuestState state() {
        return closed ? GuestState.CLOSED : launched;
    }

    @Override
    public LaunchReport report() {
        return report;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    @Override
    public Optional<String> whyNotExecuted() {
        return executor == null ? Optional.of("/dev/kvm is missing; load the module kvm_amd") : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        end.accept(id);
    }

    @Override
    public GuestStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public GuestMemory memory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PlatformFacts platform() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public Bytes attestationReport(Bytes nonce, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Evidence attest(Bytes reportData, Limits limits) {
        return evidence.apply(reportData);
    }

    @Override
    public Bytes debugRead(long gpa, int length, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SendReport send(SendTarget target, boolean keep, LaunchListener listener, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void debugWrite(long gpa, Bytes plaintext, Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(Limits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void proceed(Limits limits) {
        throw new UnsupportedOperationException();
    }

    /** Settings of a vendor's type go into no plan of SNP. */
    static GuestRequest known(LaunchRequest asked) {
        GuestRequest request = asked.guest();
        Map<String, String> properties = new TreeMap<>(request.properties());
        properties.keySet().removeIf(name -> GuestSetting.named(name).isEmpty());
        return request.withFirmware(asked.fallback().orElse(request.firmware())).withProperties(properties);
    }
}
