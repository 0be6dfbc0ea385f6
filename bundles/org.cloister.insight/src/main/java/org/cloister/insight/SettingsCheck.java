// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Doctor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the settings are in force, all of them. */
@Component(property = {"hc.name=Cloister settings", "hc.tags=cloister"})
public final class SettingsCheck implements HealthCheck {
    private final Doctor doctor;

    /** Asks a doctor. */
    @Activate
    public SettingsCheck(@Reference Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    public Result execute() {
        return HealthFindings.of(doctor.examine(), Kind.SETTINGS, "nothing here reads settings");
    }
}
