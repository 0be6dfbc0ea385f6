// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.Vmm;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.settings.CurrentSettings;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/** The real launcher, SNP backend and software platform, without a framework. */
final class TestBed {
    static final GuestType SNP = new GuestType("sev-snp");

    final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);
    final GuardedCalls calls;
    final Launcher launcher;
    private final Map<Object, ServiceKey> installed = new IdentityHashMap<>();
    private long serviceId;

    private TestBed(GuardedCalls calls, Duration end) {
        this.calls = calls;
        launcher = new Launcher(calls, new CurrentSettings(), end);
    }

    static TestBed bare() {
        return bare(new GuardedCalls());
    }

    /** Whose vendors are called by these. */
    static TestBed bare(GuardedCalls calls) {
        return new TestBed(calls, PlatformEnd.LIMIT);
    }

    static TestBed complete() {
        return complete(PlatformEnd.LIMIT);
    }

    /** With another limit for the end of a guest whose platform goes. */
    static TestBed complete(Duration end) {
        return new TestBed(new GuardedCalls(), end).filled();
    }

    /** With the platform and the type. */
    TestBed filled() {
        install(platform);
        install(new SnpGuestSupport(), 0);
        return this;
    }

    void install(Vmm vmm) {
        install(vmm, 0);
    }

    void install(Vmm vmm, int ranking) {
        launcher.addVmm(key(vmm, ranking, "test platform"), () -> vmm);
    }

    void install(ConfidentialGuestSupport support, int ranking) {
        launcher.addSupport(key(support, ranking, "test backend " + (serviceId + 1)), () -> support);
    }

    /** Changes the ranking of a service that is registered. */
    void rank(Object service, int ranking) {
        ServiceKey before = installed.get(service);
        ServiceKey now = new ServiceKey(ranking, before.id(), before.provider());
        installed.put(service, now);
        if (service instanceof Vmm) {
            launcher.rankVmm(now);
        } else {
            launcher.rankSupport(now);
        }
    }

    void uninstall(ConfidentialGuestSupport support) {
        Optional.ofNullable(installed.remove(support)).ifPresent(launcher::removeSupport);
    }

    void uninstall(Vmm vmm) {
        Optional.ofNullable(installed.remove(vmm)).ifPresent(launcher::removeVmm);
    }

    void install(PlatformListener listener) {
        launcher.addListener(key(listener, 0, "test listener"), () -> listener);
    }

    void uninstall(PlatformListener listener) {
        launcher.removeListener(installed.remove(listener));
    }

    private ServiceKey key(Object service, int ranking, String provider) {
        ServiceKey key = new ServiceKey(ranking, ++serviceId, provider);
        installed.put(service, key);
        return key;
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
