// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Why a bundle that says it brings something gives no service for it. For one question: its parts remember. */
final class NoServiceDiagnosis {
    private static final String AGAIN = "ask again in a moment; where it stays so, restart the bundle";

    private final BundleContext context;
    private final Components components;

    NoServiceDiagnosis(BundleContext context, Components components) {
        this.context = context;
        this.components = components;
    }

    /** Whether it is active or not. */
    Cause why(Bundle bundle, String service) {
        String brings = "bundle " + Bundles.name(bundle) + " brings it";
        return new Bundles(context)
                .whyNotActive(bundle)
                .map(cause -> cause.leadsTo(brings))
                .orElseGet(() -> ofActive(bundle, service).leadsTo(brings + " and is active"));
    }

    /** For a bundle that is active. */
    Cause ofActive(Bundle bundle, String service) {
        return fault(bundle, service)
                .orElseGet(() -> registered(bundle, service)
                        .map(reference -> unusable(reference, service))
                        .orElseGet(() -> nothing(bundle, service)));
    }

    /** What is wrong with an active bundle for certain; empty also for one that may be right. */
    Optional<Cause> fault(Bundle bundle, String service) {
        return components.of(bundle).stream()
                .filter(component -> List.of(component.serviceInterfaces).contains(service))
                .flatMap(component -> components.whyNotSatisfied(component).stream())
                .findFirst()
                .or(() -> Descriptions.of(bundle).fault().map(Fault::cause));
    }

    private static Optional<ServiceReference<?>> registered(Bundle bundle, String service) {
        return Stream.ofNullable(bundle.getRegisteredServices())
                .<ServiceReference<?>>flatMap(Arrays::stream)
                .filter(reference -> Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS))
                        .contains(service))
                .findFirst();
    }

    private Cause unusable(ServiceReference<?> reference, String service) {
        return reference.isAssignableTo(context.getBundle(), service)
                ? Cause.first(
                        "its service " + service + " is registered, and does not answer, or answers with another type",
                        "the log has what it threw; report this to who made the bundle")
                : Cause.first(
                        "its service " + service + " is one of classes that it brings along, and cannot be used here",
                        "build the bundle anew so that it imports the API and does not contain it");
    }

    private Cause nothing(Bundle bundle, String service) {
        if (Descriptions.any(bundle) && components.of(bundle).isEmpty()) {
            return Cause.first("Declarative Services have not taken up its components yet", AGAIN);
        }
        return Cause.first(
                "it registers no service " + service,
                Bundles.works(bundle)
                        ? "report this to who made the bundle"
                        : "the bundle has neither components nor an activator: build it anew with them");
    }
}
