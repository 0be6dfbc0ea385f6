// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Why a service is not there. For one examination: what was asked before is not gone into again, as references may run
 * in a circle.
 */
final class ServiceDiagnosis {
    private static final String CONDITION = "org.osgi.service.condition.Condition";
    private static final Pattern CONDITION_ID = Pattern.compile("\\(osgi\\.condition\\.id=([^()]+)\\)");

    private final BundleContext context;
    private final Bundles bundles;
    private final Components components;
    private final Hardware hardware;
    private final Set<String> asked = new HashSet<>();

    ServiceDiagnosis(BundleContext context, ServiceComponentRuntime runtime, Hardware hardware) {
        this.context = context;
        this.bundles = new Bundles(context);
        this.components = new Components(context, runtime, this);
        this.hardware = hardware;
    }

    Components components() {
        return components;
    }

    Cause whyMissing(String service, String target) {
        if (!asked.add(service + target)) {
            return Cause.first("which leads back to where this began", "break the circle of references");
        }
        return mismatch(service, target)
                .or(() -> condition(service, target))
                .or(() -> brokenComponent(service))
                .or(() -> sleepingBundle(service))
                .orElseGet(() -> Cause.first(
                        "no installed bundle provides " + service, "install a bundle that provides " + service));
    }

    private Optional<Cause> mismatch(String service, String target) {
        if (service.equals(CONDITION)) {
            return Optional.empty();
        }
        List<String> there = registered(service);
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(Cause.first(
                        "such services are there, and none of them matches: " + String.join(", ", there),
                        "change the reference's target, or bring a service that matches " + target));
    }

    private List<String> registered(String service) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(service, null);
            return found == null
                    ? List.of()
                    : List.of(found).stream()
                            .flatMap(reference -> Optional.ofNullable(reference.getBundle()).stream())
                            .map(Bundles::name)
                            .distinct()
                            .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(service, e);
        }
    }

    private Optional<Cause> condition(String service, String target) {
        Matcher id = CONDITION_ID.matcher(target);
        return service.equals(CONDITION) && id.find()
                ? Optional.of(hardware.whyNotHeld(id.group(1)))
                : Optional.empty();
    }

    private Optional<Cause> brokenComponent(String service) {
        for (ComponentDescriptionDTO component : components.providing(service)) {
            Optional<Cause> cause = components.whyNotSatisfied(component);
            if (cause.isPresent()) {
                return cause;
            }
        }
        return Optional.empty();
    }

    private Optional<Cause> sleepingBundle(String service) {
        for (Bundle bundle : bundles.all()) {
            if (!RunningBundle.is(bundle) && Descriptions.provides(bundle, service)) {
                return bundles.whyNotActive(bundle)
                        .map(cause -> cause.leadsTo("bundle " + Bundles.name(bundle) + " would provide it"));
            }
        }
        return Optional.empty();
    }
}
