// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.api.platform.Vmm;
import org.cloister.api.settings.OperatorSettings;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Examines this framework. Everything it looks at may come and go meanwhile. */
@Component
public final class PlatformDoctor implements Doctor {
    private final BundleContext context;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private final List<ConfidentialGuestSupport> supports = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private final List<Vmm> platforms = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private final List<CapabilityProbe> probes = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HostFacts host;

    @Reference
    private ServiceComponentRuntime runtime;

    @Reference
    private OperatorSettings settings;

    /** For the service registry. */
    @Activate
    public PlatformDoctor(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Diagnosis> examine() {
        List<Diagnosis> all = new ArrayList<>(examination().all());
        Diagnosis ofSettings = SettingsDiagnosis.of(settings.state());
        all.add(ofSettings.healthy() ? all.size() : 0, ofSettings);
        return all;
    }

    @Override
    public boolean knows(GuestType type) {
        return examination().knows(type);
    }

    @Override
    public Optional<Diagnosis> whyMissing(GuestType type) {
        return examination().whyMissing(type);
    }

    private Examination examination() {
        Hardware hardware = new Hardware(List.copyOf(platforms), List.copyOf(probes), Optional.ofNullable(host));
        return new Examination(context, runtime, hardware, List.copyOf(supports));
    }
}
