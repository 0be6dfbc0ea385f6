// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Optional;
import java.util.function.Function;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.core.doctor.CoreDoctor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Why a bundle that was started brings no guest type, in the words of the doctor. */
final class ActivationDiagnosis {
    private ActivationDiagnosis() {}

    /** Whether the activation of a component failed; nothing changes any more after it. */
    static boolean failed(BundleContext context, Bundle bundle) {
        return ask(
                        context,
                        ServiceComponentRuntime.class,
                        runtime -> runtime.getComponentDescriptionDTOs(bundle).stream()
                                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream())
                                .anyMatch(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION))
                .orElse(false);
    }

    /** The way to the first cause, and what fixes that, in a problem. */
    static Problem told(BundleContext context, Bundle bundle, Problem problem) {
        return ask(context, CoreDoctor.class, doctor -> doctor.whyNoBackend(bundle))
                .map(diagnosis ->
                        problem.found(String.join("; ", diagnosis.chain())).remedy(diagnosis.remedy()))
                .orElseGet(() -> problem.found("it registers no " + ConfidentialGuestSupport.class.getSimpleName()));
    }

    private static <S, T> Optional<T> ask(BundleContext context, Class<S> service, Function<S, T> question) {
        ServiceReference<S> reference = context.getServiceReference(service);
        S asked = reference == null ? null : context.getService(reference);
        if (asked == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.apply(asked));
        } finally {
            context.ungetService(reference);
        }
    }
}
