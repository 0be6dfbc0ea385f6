// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.testing;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;

/** A real guest of which a test changes single answers. */
public class OtherGuest implements Guest {
    private final Guest real;

    public OtherGuest(Guest real) {
        this.real = real;
    }

    @Override
    public String id() {
        return real.id();
    }

    @Override
    public GuestType type() {
        return real.type();
    }

    @Override
    public GuestState state() {
        return real.state();
    }

    @Override
    public LaunchReport report() {
        return real.report();
    }

    @Override
    public PlatformFacts platform() {
        return real.platform();
    }

    @Override
    public Map<String, String> properties() {
        return real.properties();
    }

    @Override
    public GuestStatus status() {
        return real.status();
    }

    @Override
    public GuestMemory memory() {
        return real.memory();
    }

    @Override
    public Optional<Executor> executor() {
        return real.executor();
    }

    @Override
    public Optional<String> whyNotExecuted() {
        return real.whyNotExecuted();
    }

    @Override
    public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
        real.injectSecret(header, payload, gpa, limits);
    }

    @Override
    public Bytes attestationReport(Bytes nonce, Limits limits) {
        return real.attestationReport(nonce, limits);
    }

    @Override
    public Evidence attest(Bytes reportData, Limits limits) {
        return real.attest(reportData, limits);
    }

    @Override
    public Bytes debugRead(long gpa, int length, Limits limits) {
        return real.debugRead(gpa, length, limits);
    }

    @Override
    public SendReport send(SendTarget target, boolean keep, LaunchListener listener, Limits limits) {
        return real.send(target, keep, listener, limits);
    }

    @Override
    public void debugWrite(long gpa, Bytes plaintext, Limits limits) {
        real.debugWrite(gpa, plaintext, limits);
    }

    @Override
    public void reset(Limits limits) {
        real.reset(limits);
    }

    @Override
    public void proceed(Limits limits) {
        real.proceed(limits);
    }

    @Override
    public void close() {
        real.close();
    }
}
