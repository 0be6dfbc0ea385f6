// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** The real launcher, SNP backend and software platform, without a framework. */
final class TestBed {
    static final GuestType SNP = new GuestType("sev-snp");

    final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);
    final Launcher launcher;
    private long serviceId;

    private TestBed(Launcher launcher) {
        this.launcher = launcher;
    }

    static TestBed bare() {
        return new TestBed(new Launcher());
    }

    static TestBed complete() {
        return complete(new Launcher());
    }

    /** With a launcher of one's own. */
    static TestBed complete(Launcher launcher) {
        TestBed bed = new TestBed(launcher);
        bed.install(bed.platform);
        bed.install(new SnpGuestSupport(), 0);
        return bed;
    }

    void install(Vmm vmm) {
        launcher.add(vmm, new ServiceKey(0, ++serviceId, "test platform"));
    }

    void install(ConfidentialGuestSupport support, int ranking) {
        launcher.add(support, new ServiceKey(ranking, ++serviceId, "test backend " + serviceId));
    }

    static GuestRequest guest(int vcpus, Map<String, String> properties) {
        return new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", 64 << 20, properties);
    }

    static LaunchRequest request() {
        return named(SNP);
    }

    static LaunchRequest named(GuestType type) {
        return new LaunchRequest(new TypeChoice.Named(type), Trust.EMULATED, guest(2, Map.of()), false);
    }

    static LaunchRequest paused() {
        return new LaunchRequest(new TypeChoice.Named(SNP), Trust.EMULATED, guest(2, Map.of()), true);
    }

    /** What the platform still holds. */
    PlatformUsage usage() {
        return platform.adapt(PlatformUsage.class).orElseThrow();
    }
}
