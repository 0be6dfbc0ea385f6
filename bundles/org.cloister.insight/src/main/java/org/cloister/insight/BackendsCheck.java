// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Doctor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the guest types that bundles bring are there. */
@Component(property = {"hc.name=Cloister backends", "hc.tags=cloister"})
public final class BackendsCheck implements HealthCheck {
    private final Doctor doctor;

    /** Asks a doctor. */
    @Activate
    public BackendsCheck(@Reference Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    public Result execute() {
        return HealthFindings.of(doctor.examine(), Kind.GUEST_TYPE, "no guest type is installed");
    }
}
