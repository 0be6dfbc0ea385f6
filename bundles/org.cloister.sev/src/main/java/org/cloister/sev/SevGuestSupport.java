// SPDX-License-Identifier: Apache-2.0
package org.cloister.sev;

import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.sev.AbstractSevGuestSupport;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * SEV guests: memory is encrypted, registers are not. The firmware's measurement covers the firmware image and the
 * kernel's hashes; it comes authenticated with a key that the guest's owner knows, so that the owner can verify it
 * while the launch is paused.
 */
@Component(service = ConfidentialGuestSupport.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SevGuestSupport extends AbstractSevGuestSupport {
    /** Made by the component runtime. */
    public SevGuestSupport() {
        super(SevPlanner.SEV, new ContextSchema("org.cloister.sev", 1), 100);
    }
}
