// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Doctor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether bundles work as their contract says: those that do not, calls of them that have not come back, services that
 * are not used, and machines that were not given back.
 */
@Component(property = {"hc.name=Cloister bundles", "hc.tags=cloister"})
public final class BundlesCheck implements HealthCheck {
    private final Doctor doctor;

    /** Asks a doctor. */
    @Activate
    public BundlesCheck(@Reference Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    public Result execute() {
        return HealthFindings.of(doctor.examine(), Kind.BUNDLE, "no bundle has to do with guests");
    }
}
