package org.cloister.core;

import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** The real launcher without a framework; it takes its services from this package alone. */
public final class LaunchBed {
    private LaunchBed() {}

    /** One with the SNP backend and the software platform. */
    public static GuestLauncher snp() {
        Launcher launcher = new Launcher();
        Vmm platform = new SoftSev(PlatformSettings.DEFAULT);
        launcher.add(platform, new ServiceKey(0, 1, "platform"));
        launcher.add(new SnpGuestSupport(), new ServiceKey(0, 2, "backend"));
        return launcher;
    }
}
