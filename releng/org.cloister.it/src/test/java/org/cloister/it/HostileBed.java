// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.api.operate.VendorFault;
import org.cloister.api.platform.Vmm;
import org.cloister.benchmarks.swap.Load;
import org.cloister.it.vendor.Evil;
import org.cloister.it.vendor.EvilComponent;
import org.cloister.testing.WayToFail;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Three guests of SEV-SNP, and a bundle beside them that is hostile. */
final class HostileBed implements AutoCloseable {
    static final String BUNDLE = "evil 1.0.0";
    static final GuestType TYPE = new GuestType("evil");
    static final String PLATFORM = "evilvm";
    static final Duration ANSWER = Duration.ofMillis(400);
    /** How long Equinox waits, twice, for a bundle that another thread is stopping; its own default is 30 s. */
    private static final Map<String, String> SETTINGS = Map.of("osgi.module.lock.timeout", "5");

    private static final int GUESTS = 3;
    private static final long PATIENCE_SECONDS = 30;
    private static final String CORE = "org.cloister.core";

    private final SwapBed bed;
    private final List<Guest> guests = new ArrayList<>();
    private Bundle evil;
    private CountDownLatch struck;
    private CountDownLatch released;

    private HostileBed(SwapBed bed) {
        this.bed = bed;
    }

    /** A framework with the three guests and no hostile bundle yet. */
    static HostileBed start(String name) throws Exception {
        HostileBed hostile = new HostileBed(SwapBed.start(name, SETTINGS));
        GivenConfiguration.of(hostile.bed.host.context(), CORE)
                .update(new Hashtable<>(Map.of("answer.millis", (int) ANSWER.toMillis())));
        hostile.restartCore(() -> {});
        return hostile;
    }

    /** The bundle's jar, by its roles, and how it fails. */
    static TestBundle jar(String version, String roles, int strength, String method, WayToFail way, int after) {
        TestBundle jar = new TestBundle("evil", version)
                .header(Constants.BUNDLE_ACTIVATOR, Evil.class.getName())
                .header(Constants.IMPORT_PACKAGE, Evil.IMPORTS)
                .header(Evil.AS, roles)
                .header(Evil.METHOD, method)
                .header(Evil.WAY, way.name())
                .header(Evil.AFTER, Integer.toString(after))
                .header(Evil.STRENGTH, Integer.toString(strength))
                .brings(TYPE.name())
                .withNestOf(WayToFail.class);
        Evil.parts().forEach(jar::withNestOf);
        return roles.equals("component")
                ? jar.component(EvilComponent.class, Vmm.class.getName(), "activate=\"activate\"", "")
                : jar;
    }

    void install(HostileMode mode) throws Exception {
        TestBundle jar = jar(
                "1.0.0",
                mode.row().roles(),
                mode.row().strength(),
                mode.method(),
                mode.way(),
                mode.row().after());
        if (mode.before()) {
            restartCore(() -> install(jar));
        } else {
            install(jar);
        }
    }

    void install(TestBundle jar) throws Exception {
        evil = jar.install(bed.host.context());
        evil.start();
        struck = latch("struck");
        released = latch("released");
    }

    interface Meanwhile {
        void happens() throws Exception;
    }

    /** Stops core, and with it the guests; does something; starts it and launches three guests. */
    void restartCore(Meanwhile meanwhile) throws Exception {
        Bundle core = bed.host.bundle(CORE);
        core.stop();
        guests.clear();
        meanwhile.happens();
        core.start();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(launch(snp(false)));
        }
    }

    private CountDownLatch latch(String name) throws Exception {
        for (ServiceReference<CountDownLatch> found :
                bed.host.context().getServiceReferences(CountDownLatch.class, "(evil=" + name + ")")) {
            if (found.getBundle() == evil) {
                return bed.host.context().getService(found);
            }
        }
        throw new AssertionError("no latch " + name);
    }

    SwapBed swaps() {
        return bed;
    }

    Bundle evil() {
        return evil;
    }

    /** The bundle, which this no longer holds. */
    Bundle forget() {
        Bundle gone = evil;
        evil = null;
        return gone;
    }

    List<Guest> guests() {
        return guests;
    }

    boolean hasStruck() {
        return struck.getCount() == 0;
    }

    CountDownLatch released() {
        return released;
    }

    GuestLauncher launcher() {
        return service(GuestLauncher.class);
    }

    BackendKeeper keeper() {
        return service(BackendKeeper.class);
    }

    List<Diagnosis> examined() {
        return service(Doctor.class).examine();
    }

    private <S> S service(Class<S> type) {
        try {
            return bed.host.service(type);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Guest launch(LaunchRequest request) {
        return launcher().launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    static LaunchRequest snp(boolean paused) {
        return Load.request(paused);
    }

    static LaunchRequest auto() {
        return new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()),
                Trust.EMULATED,
                snp(false).guest(),
                false);
    }

    static LaunchRequest own(boolean paused) {
        return new LaunchRequest(
                new TypeChoice.Named(TYPE), Trust.EMULATED, snp(false).guest(), paused);
    }

    List<VendorFault> faults() {
        return keeper().faults();
    }

    int machines() {
        return bed.usage().machines();
    }

    /** Waits for something that another thread does. */
    static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Lets go what hangs, and takes the bundle away. */
    void uninstall() throws Exception {
        released.countDown();
        evil.uninstall();
        await("what hung comes back", () -> faults().stream().noneMatch(one -> one.kind() == VendorFault.Kind.STUCK));
    }

    Path folder() {
        return bed.folder;
    }

    @Override
    public void close() throws Exception {
        if (released != null) {
            released.countDown();
        }
        bed.close();
    }
}
