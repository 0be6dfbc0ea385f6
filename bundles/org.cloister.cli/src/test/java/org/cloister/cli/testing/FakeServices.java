// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.report.ExecutionLog;
import org.cloister.cli.session.CommandServices;
import org.cloister.softsev.SoftSev;

/** The services that a test gives. */
final class FakeServices implements CommandServices {
    GuestLauncher launcher;
    HostFacts host;
    PlatformConditions conditions;
    BackendKeeper keeper;
    Doctor doctor;
    ExecutionLog executions = new ExecutionLog();
    final List<AskedProbe> probes = new ArrayList<>();
    final List<AskedProcessor> processors = new ArrayList<>();
    OperatorSettings operator;
    Map<String, String> settings = Map.of();
    final List<AskedEvidenceFormat> evidenceFormats = new ArrayList<>();
    boolean keeping;

    @Override
    public Optional<GuestLauncher> launcher() {
        return Optional.ofNullable(launcher);
    }

    @Override
    public Optional<HostFacts> host() {
        return Optional.ofNullable(host);
    }

    @Override
    public List<AskedProbe> probes() {
        return List.copyOf(probes);
    }

    @Override
    public List<AskedEvidenceFormat> evidenceFormats() {
        return List.copyOf(evidenceFormats);
    }

    @Override
    public Optional<PlatformConditions> conditions() {
        return Optional.ofNullable(conditions);
    }

    @Override
    public Optional<BackendKeeper> keeper() {
        return Optional.ofNullable(keeper);
    }

    @Override
    public Optional<Doctor> doctor() {
        return Optional.ofNullable(doctor);
    }

    @Override
    public Optional<OperatorSettings> settings() {
        return Optional.ofNullable(operator);
    }

    @Override
    public ExecutionLog executions() {
        return executions;
    }

    @Override
    public List<AskedProcessor> processors() {
        return List.copyOf(processors);
    }

    @Override
    public void emulate(Map<String, String> wanted, Limits limits) {
        new SoftSev().configure(wanted, limits);
        settings = Map.copyOf(wanted);
    }

    @Override
    public boolean keep(Map<String, String> wanted, Limits limits) {
        new SoftSev().configure(wanted, limits);
        settings = Map.copyOf(wanted);
        return keeping;
    }

    @Override
    public Map<String, String> emulatedSettings() {
        return settings;
    }
}
