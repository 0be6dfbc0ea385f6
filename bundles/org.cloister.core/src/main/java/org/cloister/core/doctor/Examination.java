// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** One look at everything. */
final class Examination {
    private static final String SUPPORT = ConfidentialGuestSupport.class.getName();

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Hardware hardware;
    private final Set<String> there = new TreeSet<>();
    private final Bundles bundles;

    Examination(
            BundleContext context,
            ServiceComponentRuntime runtime,
            Hardware hardware,
            Collection<ConfidentialGuestSupport> supports) {
        this.context = context;
        this.runtime = runtime;
        this.hardware = hardware;
        this.bundles = new Bundles(context);
        supports.forEach(this::note);
    }

    /** A backend that cannot even say its type does not count as there. */
    private void note(ConfidentialGuestSupport support) {
        try {
            there.add(support.type().name());
        } catch (RuntimeException | LinkageError e) {
            // Its bundle is found by what it declares, and its type as missing
        }
    }

    List<Diagnosis> all() {
        return Stream.of(types(), hardware.examine(), ofBundles(), ofComponents())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Diagnosis::healthy))
                .toList();
    }

    private List<Diagnosis> types() {
        Set<String> names = new TreeSet<>(there);
        bundles.all().forEach(bundle -> names.addAll(Bundles.types(bundle)));
        List<Diagnosis> types = new ArrayList<>();
        for (String name : names) {
            try {
                types.add(whyMissing(new GuestType(name))
                        .orElseGet(() -> Diagnoses.healthy(Kind.GUEST_TYPE, name, "is there")));
            } catch (CloisterException e) {
                types.add(Diagnoses.of(
                        Kind.GUEST_TYPE,
                        name,
                        Cause.first(e.problem().message(), "correct the bundle that declares it")));
            }
        }
        return types;
    }

    boolean knows(GuestType type) {
        return there.contains(type.name())
                || !bundles.bringing(type).isEmpty()
                || new UninstalledBundles(context).bringing(type).isPresent()
                || KnownTypes.knows(type);
    }

    Optional<Diagnosis> whyMissing(GuestType type) {
        if (there.contains(type.name())) {
            return Optional.empty();
        }
        List<Bundle> bringing = bundles.bringing(type);
        Cause cause = bringing.isEmpty() ? notInstalled(type) : why(bringing.get(0));
        String symptom = Kind.GUEST_TYPE.subject(type.name()) + " is not there";
        return Optional.of(Diagnoses.of(Kind.GUEST_TYPE, type.name(), cause.leadsTo(symptom)));
    }

    private Cause notInstalled(GuestType type) {
        return new UninstalledBundles(context)
                .bringing(type)
                .map(file -> Cause.first(
                        "bundle file " + file + " would bring it and is not installed", "install and start " + file))
                .or(() -> KnownTypes.bundle(type)
                        .map(bundle -> Cause.first(
                                "bundle " + bundle + " would bring it and is not installed",
                                "install and start bundle " + bundle)))
                .orElseThrow(() -> KnownTypes.unknown(type, there));
    }

    private Cause why(Bundle bundle) {
        String brings = "bundle " + Bundles.name(bundle) + " brings it";
        return bundles.whyNotActive(bundle)
                .map(cause -> cause.leadsTo(brings))
                .orElseGet(() -> whyNoBackend(bundle).leadsTo(brings + " and is active"));
    }

    private Cause whyNoBackend(Bundle bundle) {
        Components components = components();
        return components.of(bundle).stream()
                .filter(component -> List.of(component.serviceInterfaces).contains(SUPPORT))
                .flatMap(component -> components.whyNotSatisfied(component).stream())
                .findFirst()
                .orElseGet(() -> NoServiceDiagnosis.cause(bundle, SUPPORT));
    }

    private List<Diagnosis> ofBundles() {
        return bundles.all().stream()
                .filter(bundle -> Bundles.works(bundle) || bundle.getState() == Bundle.INSTALLED)
                .map(bundle ->
                        Diagnoses.of(Kind.BUNDLE, Bundles.name(bundle), bundles.whyNotActive(bundle), "is active"))
                .toList();
    }

    private List<Diagnosis> ofComponents() {
        return components().all().stream().map(this::ofComponent).toList();
    }

    private Diagnosis ofComponent(ComponentDescriptionDTO component) {
        return Diagnoses.of(Kind.COMPONENT, component.name, components().whyNotSatisfied(component), "is satisfied");
    }

    /** A new one for each question: it remembers what it was asked. */
    private Components components() {
        return new ServiceDiagnosis(context, runtime, hardware).components();
    }
}
