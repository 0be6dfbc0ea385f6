// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The components of Declarative Services, and why one of them does not work (OSGi Compendium 112.10). */
final class Components {
    /** The policy of a component that cannot do without a configuration (OSGi Compendium 112.4.3). */
    private static final String REQUIRED = "require";

    /** The framework's property that says where settings come from. */
    private static final String SETTINGS = "cloister.settings";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final ServiceDiagnosis services;

    Components(BundleContext context, ServiceComponentRuntime runtime, ServiceDiagnosis services) {
        this.context = context;
        this.runtime = runtime;
        this.services = services;
    }

    Collection<ComponentDescriptionDTO> all() {
        return runtime.getComponentDescriptionDTOs();
    }

    Collection<ComponentDescriptionDTO> of(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle);
    }

    List<ComponentDescriptionDTO> providing(String service) {
        return all().stream()
                .filter(component -> Arrays.asList(component.serviceInterfaces).contains(service))
                .toList();
    }

    /** Empty when the component works, or would as soon as somebody uses it. */
    Optional<Cause> whyNotSatisfied(ComponentDescriptionDTO component) {
        String name = "component " + component.name;
        if (!runtime.isComponentEnabled(component)) {
            return Optional.of(
                    Cause.first(name + " is disabled", "enable it: scr:enable " + component.name + " in the shell"));
        }
        Collection<ComponentConfigurationDTO> made = runtime.getComponentConfigurationDTOs(component);
        if (made.stream().anyMatch(configuration -> configuration.state == ComponentConfigurationDTO.ACTIVE)) {
            return Optional.empty();
        }
        if (made.stream().anyMatch(configuration -> configuration.state == ComponentConfigurationDTO.SATISFIED)) {
            return unmakeable(component).map(cause -> cause.leadsTo(name + " is satisfied and cannot be made"));
        }
        return Optional.of(made.stream()
                .findFirst()
                .map(configuration -> why(name, configuration))
                .orElseGet(() -> unconfigured(name, component)));
    }

    /** Nobody has made an object of it yet, or nobody could. */
    private Optional<Cause> unmakeable(ComponentDescriptionDTO component) {
        Bundle bundle = context.getBundle(component.bundle.id);
        return bundle == null || !RunningBundle.is(bundle) || unwanted(bundle, component)
                ? Optional.empty()
                : StartingClasses.fault(bundle, component.implementationClass).map(Fault::cause);
    }

    /** Serving an interface that is not installed here, by an import that is optional. */
    private static boolean unwanted(Bundle bundle, ComponentDescriptionDTO component) {
        return component.serviceInterfaces.length > 0
                && Arrays.stream(component.serviceInterfaces)
                        .allMatch(service ->
                                StartingClasses.fault(bundle, service).isPresent());
    }

    private Cause why(String name, ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                ActivationFailure.cause(configuration.failure).leadsTo(name + " failed when it was activated");
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> unconfigured(name, configuration.description);
            default -> unsatisfied(name, configuration);
        };
    }

    private Cause unconfigured(String name, ComponentDescriptionDTO component) {
        if (!REQUIRED.equals(component.configurationPolicy)) {
            return Cause.first(name + " is only just being looked at", "ask again in a moment");
        }
        String pids = String.join(", ", component.configurationPid);
        String file = "files".equals(context.getProperty(SETTINGS))
                ? ": file " + component.configurationPid[0] + ".cfg in the folder of settings"
                : "";
        return Cause.first(name + " needs a configuration and has none", "make configuration " + pids + file);
    }

    private Cause unsatisfied(String name, ComponentConfigurationDTO configuration) {
        for (UnsatisfiedReferenceDTO lacking : configuration.unsatisfiedReferences) {
            String service = reference(configuration.description, lacking.name).interfaceName;
            String target = lacking.target == null ? "" : lacking.target;
            String lacks = " lacks service " + service + (target.isEmpty() ? "" : " with " + target);
            return services.whyMissing(service, target).leadsTo(name + lacks + " (reference " + lacking.name + ")");
        }
        return Cause.first(name + " is not satisfied", "look at it with scr:info " + configuration.description.name);
    }

    private static ReferenceDTO reference(ComponentDescriptionDTO component, String name) {
        return Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
