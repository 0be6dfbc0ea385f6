// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Why a bundle gives no backend although it is active and no component of it complains. */
final class NoServiceDiagnosis {
    private NoServiceDiagnosis() {}

    static Cause cause(Bundle bundle, String service) {
        Optional<ServiceReference<?>> registered = Stream.ofNullable(bundle.getRegisteredServices())
                .flatMap(Arrays::stream)
                .filter(reference -> Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS))
                        .contains(service))
                .findFirst();
        if (registered.isPresent()) {
            return Cause.first(
                    "its service " + service + " is registered, and does not answer, or answers with another type",
                    "the log has what it threw; report this to who made the bundle");
        }
        return Cause.first(
                "it registers no service " + service,
                Bundles.works(bundle)
                        ? "report this to who made the bundle"
                        : "the bundle has neither components nor an activator: build it anew with them");
    }
}
