// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a bundle that was started brings no guest type (DS 112.9). */
final class ActivationDiagnosis {
    private ActivationDiagnosis() {}

    /** The failure of a component's activation; nothing changes any more after it. */
    static Optional<String> failure(BundleContext context, Bundle bundle) {
        return components(context, bundle).stream()
                .filter(component -> component.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(component ->
                        component.description.name + " fails in its activation: " + FailureText.of(component.failure))
                .findFirst();
    }

    /** The reason, after waiting did not help. */
    static String reason(BundleContext context, Bundle bundle) {
        return failure(context, bundle)
                .or(() -> foreign(bundle))
                .or(() -> unsatisfied(context, bundle))
                .or(() -> unconfigured(context, bundle))
                .orElse("it registers no " + ConfidentialGuestSupport.class.getSimpleName());
    }

    /** It has the right name, and was not bound all the same. */
    private static Optional<String> foreign(Bundle bundle) {
        return services(bundle)
                .map(reference -> (String[]) reference.getProperty(Constants.OBJECTCLASS))
                .filter(names -> Arrays.asList(names).contains(ConfidentialGuestSupport.class.getName()))
                .map(names -> "its service cannot be used here; a backend imports the API and does not bring it along")
                .findFirst();
    }

    private static Stream<ServiceReference<?>> services(Bundle bundle) {
        return Optional.ofNullable(bundle.getRegisteredServices()).stream().flatMap(Arrays::stream);
    }

    private static Optional<String> unsatisfied(BundleContext context, Bundle bundle) {
        return components(context, bundle).stream()
                .filter(component -> component.state != ComponentConfigurationDTO.ACTIVE
                        && component.state != ComponentConfigurationDTO.SATISFIED)
                .map(ActivationDiagnosis::lack)
                .findFirst();
    }

    private static String lack(ComponentConfigurationDTO component) {
        String references = Arrays.stream(component.unsatisfiedReferences)
                .map(reference -> reference.name + (reference.target == null ? "" : " " + reference.target))
                .collect(Collectors.joining(", "));
        return component.description.name
                + (references.isEmpty()
                        ? " lacks its configuration"
                        : " lacks the service for its reference " + references);
    }

    /** A component that has to be configured is in no state at all before. */
    private static Optional<String> unconfigured(BundleContext context, Bundle bundle) {
        return ask(
                context,
                runtime -> runtime.getComponentDescriptionDTOs(bundle).stream()
                        .filter(description -> "require".equals(description.configurationPolicy)
                                && runtime.getComponentConfigurationDTOs(description)
                                        .isEmpty())
                        .map(description -> description.name + " needs a configuration and has none; its names for it: "
                                + String.join(", ", description.configurationPid))
                        .findFirst(),
                Optional.empty());
    }

    private static List<ComponentConfigurationDTO> components(BundleContext context, Bundle bundle) {
        return ask(
                context,
                runtime -> runtime.getComponentDescriptionDTOs(bundle).stream()
                        .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream())
                        .toList(),
                List.of());
    }

    private static <T> T ask(BundleContext context, Function<ServiceComponentRuntime, T> question, T nobody) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
        if (runtime == null) {
            return nobody;
        }
        try {
            return question.apply(runtime);
        } finally {
            context.ungetService(reference);
        }
    }
}
