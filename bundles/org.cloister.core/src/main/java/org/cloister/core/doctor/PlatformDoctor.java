// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.operate.Doctor;
import org.cloister.api.platform.Vmm;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.PlatformCalls;
import org.cloister.core.guard.ProbeCalls;
import org.cloister.core.guard.Registered;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.SettingsSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Examines this framework. Everything it looks at may come and go meanwhile. */
@Component(service = {Doctor.class, CoreDoctor.class})
public final class PlatformDoctor implements CoreDoctor {
    private static final Comparator<Diagnosis> WORST_FIRST =
            Comparator.comparing(Diagnosis::level).reversed();

    private final BundleContext context;

    private final GuardedCalls calls;
    private final Registered<ConfidentialGuestSupport, TypeCalls> supports;
    private final Registered<Vmm, PlatformCalls> platforms;
    private final Registered<CapabilityProbe, ProbeCalls> probes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile HostFacts host;

    @Reference
    private ServiceComponentRuntime runtime;

    @Reference
    private SettingsSource settings;

    /** For the service registry. */
    @Activate
    public PlatformDoctor(BundleContext context, @Reference GuardedCalls calls) {
        this.context = context;
        this.calls = calls;
        supports = new Registered<>(calls, (service, vendor) -> TypeCalls.of(service, vendor, calls));
        platforms = new Registered<>(calls, (service, vendor) -> PlatformCalls.of(service, vendor, calls));
        probes = new Registered<>(calls, (service, vendor) -> ProbeCalls.of(service, vendor, calls));
    }

    @Reference(
            service = ConfidentialGuestSupport.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindSupport(ServiceReference<ConfidentialGuestSupport> reference) {
        supports.add(reference);
    }

    void unbindSupport(ServiceReference<ConfidentialGuestSupport> reference) {
        supports.remove(reference);
    }

    @Reference(service = Vmm.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindVmm(ServiceReference<Vmm> reference) {
        platforms.add(reference);
    }

    void unbindVmm(ServiceReference<Vmm> reference) {
        platforms.remove(reference);
    }

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

    @Override
    public List<Diagnosis> examine() {
        Scene scene = scene();
        List<Diagnosis> all = new ArrayList<>(List.of(SettingsDiagnosis.of(settings.state(), scene.rules())));
        all.addAll(FoundProblems.all(context));
        all.addAll(FaultsDiagnosis.of(calls.faults()));
        all.addAll(new Examination(scene).all());
        return all.stream().sorted(WORST_FIRST).toList();
    }

    @Override
    public List<Diagnosis> examine(String name) {
        Scene scene = scene();
        List<Diagnosis> found = new ArrayList<>(new Examination(scene).of(name));
        Diagnosis ofSettings = SettingsDiagnosis.of(settings.state(), scene.rules());
        if (!ofSettings.healthy()) {
            found.add(ofSettings);
        }
        return found.stream().sorted(WORST_FIRST).toList();
    }

    @Override
    public boolean knows(GuestType type) {
        return new TypesDiagnosis(scene()).knows(type);
    }

    @Override
    public Optional<Diagnosis> whyMissing(GuestType type) {
        return new TypesDiagnosis(scene()).whyMissing(type);
    }

    @Override
    public Optional<Diagnosis> whyNoPlatform(Trust trust) {
        PlatformsDiagnosis asked = new PlatformsDiagnosis(scene());
        String name = DeclaredPlatform.word(trust);
        return asked.any(trust)
                ? Optional.empty()
                : Optional.of(Diagnoses.of(Kind.PLATFORM, name, Level.CRITICAL, asked.whyNone(trust)));
    }

    @Override
    public Optional<Diagnosis> whyNoPlatformFor(GuestType type) {
        PlatformsDiagnosis asked = new PlatformsDiagnosis(scene());
        return asked.anyKnows(type)
                ? Optional.empty()
                : Optional.of(Diagnoses.of(Kind.GUEST_TYPE, type.name(), Level.CRITICAL, asked.whyNoneFor(type)));
    }

    @Override
    public List<Diagnosis> passedOver(GuestType type, Set<Long> there, int ranking) {
        List<Bundle> some = Bystanders.preferredTo(new Bundles(context), type, there, ranking);
        return some.isEmpty() ? List.of() : Bystanders.faults(scene(), some);
    }

    @Override
    public Diagnosis whyNoBackend(Bundle bundle) {
        Cause cause = scene().noService().ofActive(bundle, ConfidentialGuestSupport.class.getName());
        return Diagnoses.of(Kind.BUNDLE, Bundles.name(bundle), Level.CRITICAL, cause);
    }

    private Scene scene() {
        List<AskedType> types = supports.list().stream()
                .map(type -> new AskedType(type.type(), type.strength()))
                .toList();
        List<AskedPlatform> asked = AskedPlatform.all(platforms.list(), calls);
        Hardware hardware = new Hardware(asked, new Probes(probes.list(), calls), Optional.ofNullable(host));
        return new Scene(context, runtime, types, hardware, rules());
    }

    private Optional<LaunchRules> rules() {
        try {
            return Optional.of(settings.get());
        } catch (CloisterException e) {
            return Optional.empty();
        }
    }
}
