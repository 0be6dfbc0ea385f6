// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.settings.CurrentSettings;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** Launches real guests in software. In this package because the launcher takes its services from a framework alone. */
public final class LaunchBed {
    public final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);

    private final Launcher launcher = new Launcher(new GuardedCalls(), new CurrentSettings());
    private final ConfidentialGuestSupport support;

    public LaunchBed(ConfidentialGuestSupport support) {
        this.support = support;
        launcher.addVmm(new ServiceKey(0, 1, "test platform"), () -> platform);
        launcher.addSupport(new ServiceKey(0, 2, "test backend"), () -> support);
    }

    public Guest launch(boolean paused, Map<String, String> properties) {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 64 << 20, properties);
        LaunchRequest request = new LaunchRequest(new TypeChoice.Named(support.type()), Trust.EMULATED, guest, paused);
        return launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }
}
