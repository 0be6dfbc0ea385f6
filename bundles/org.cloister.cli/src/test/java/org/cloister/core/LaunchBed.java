// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.platform.Vmm;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.settings.CurrentSettings;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** The real launcher without a framework; it takes its services from this package alone. */
public final class LaunchBed {
    private LaunchBed() {}

    /** One with the SNP backend and the software platform. */
    public static GuestLauncher snp() {
        return of(new SoftSev(PlatformSettings.DEFAULT));
    }

    /** One with the backends of SNP, SEV and SEV-ES, and a platform of the caller's. */
    public static GuestLauncher of(Vmm platform) {
        Launcher launcher = new Launcher(new GuardedCalls(), new CurrentSettings());
        launcher.addVmm(new ServiceKey(0, 1, "platform"), () -> platform);
        launcher.addSupport(new ServiceKey(0, 2, "backend"), SnpGuestSupport::new);
        launcher.addSupport(new ServiceKey(0, 3, "backend of SEV"), SevGuestSupport::new);
        launcher.addSupport(new ServiceKey(0, 4, "backend of SEV-ES"), SevEsGuestSupport::new);
        return launcher;
    }
}
