// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Doctor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.RegisteredServices;
import org.cloister.cli.report.ExecutionLog;
import org.cloister.cli.session.CommandServices;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of a framework, as they come and go. */
@Component(service = FrameworkServices.class)
public final class FrameworkServices implements CommandServices {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile GuestLauncher launcher;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HostFacts host;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PlatformConditions conditions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile BackendKeeper keeper;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Doctor doctor;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile OperatorSettings settings;

    private final ExecutionLog executions = new ExecutionLog();

    private final RegisteredServices<CapabilityProbe, AskedProbe> probes = new RegisteredServices<>(AskedProbe::new);
    private final RegisteredServices<EvidenceFormat, AskedEvidenceFormat> evidenceFormats =
            new RegisteredServices<>(AskedEvidenceFormat::new);

    @Reference
    private Processors processors;

    @Reference(
            service = CapabilityProbe.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindProbe(ServiceReference<CapabilityProbe> reference) {
        probes.add(reference);
    }

    void unbindProbe(ServiceReference<CapabilityProbe> reference) {
        probes.remove(reference);
    }

    @Reference(
            service = EvidenceFormat.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindEvidenceFormat(ServiceReference<EvidenceFormat> reference) {
        evidenceFormats.add(reference);
    }

    void unbindEvidenceFormat(ServiceReference<EvidenceFormat> reference) {
        evidenceFormats.remove(reference);
    }

    @Override
    public Optional<GuestLauncher> launcher() {
        return Optional.ofNullable(launcher);
    }

    @Override
    public Optional<HostFacts> host() {
        return Optional.ofNullable(host);
    }

    @Override
    public List<AskedEvidenceFormat> evidenceFormats() {
        return evidenceFormats.list();
    }

    @Override
    public List<AskedProbe> probes() {
        return probes.list();
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
        return Optional.ofNullable(settings);
    }

    @Override
    public ExecutionLog executions() {
        return executions;
    }

    @Override
    public List<AskedProcessor> processors() {
        return processors.all();
    }

    @Override
    public void emulate(Map<String, String> settings, Limits limits) {
        processors.emulate(settings, limits);
    }

    @Override
    public boolean keep(Map<String, String> settings, Limits limits) {
        return processors.keep(settings, limits);
    }

    @Override
    public Map<String, String> emulatedSettings() {
        return processors.given();
    }

    @Override
    public Optional<String> emulated() {
        return processors.description();
    }
}
