// SPDX-License-Identifier: Apache-2.0
package org.cloister.seves;

import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.sev.AbstractSevGuestSupport;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * SEV-ES guests: memory and registers are encrypted, and the initial registers of every vCPU are measured behind what
 * SEV measures. What such a guest cannot have, {@code org.cloister.amd.setting.GuestSetting} lists with reasons.
 */
@Component(service = ConfidentialGuestSupport.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SevEsGuestSupport extends AbstractSevGuestSupport {
    /** Made by the component runtime. */
    public SevEsGuestSupport() {
        super(SevPlanner.SEV_ES, new ContextSchema("org.cloister.seves", 1), 200);
    }
}
