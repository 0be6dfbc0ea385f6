// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.benchmarks.swap.Host;
import org.cloister.benchmarks.swap.Load;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;

/** A running platform whose SEV-SNP backend is swapped, and what has to hold of it whatever was tried. */
final class SwapBed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Host host;
    final GuestLauncher launcher;
    final BackendKeeper keeper;
    final Path folder;

    private SwapBed(Host host, Path folder) throws InterruptedException {
        this.host = host;
        this.folder = folder;
        launcher = host.service(GuestLauncher.class);
        keeper = host.service(BackendKeeper.class);
    }

    static SwapBed start(String name, Map<String, String> settings) throws Exception {
        Path folder = Path.of(System.getProperty("work"), name);
        Files.createDirectories(folder.resolve("jars"));
        Map<String, String> all = new HashMap<>(settings);
        all.put(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
        all.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        return new SwapBed(Host.start(Path.of(System.getProperty("bundles")), all), folder);
    }

    Path jar(Variant variant) throws Exception {
        return variant.into(Files.createTempFile(folder.resolve("jars"), "backend", ".jar"));
    }

    SwapReport swap(Path jar) {
        return swap(jar, Set.of(), LaunchListener.SILENT, Limits.NONE);
    }

    SwapReport swap(Path jar, Set<String> accepted, LaunchListener listener, Limits limits) {
        return keeper.swap(new BackendSwap(Load.SNP, jar, true, accepted, PATIENCE), listener, limits);
    }

    /** Tries a swap that has to be refused, and looks whether all is as before. */
    Problem refused(Path jar) {
        return refused(new BackendSwap(Load.SNP, jar, true, Set.of(), PATIENCE), LaunchListener.SILENT, Limits.NONE);
    }

    Problem refused(BackendSwap swap, LaunchListener listener, Limits limits) {
        List<BackendInfo> before = keeper.backends();
        List<Long> bundles = bundles();
        Problem reason = reason(swap, listener, limits);
        assertThat(keeper.backends()).isEqualTo(before);
        assertThat(bundles()).isEqualTo(bundles);
        serves();
        return reason;
    }

    /** Why a swap is refused, while others may go on. */
    Problem reason(Path jar) {
        return reason(new BackendSwap(Load.SNP, jar, true, Set.of(), PATIENCE), LaunchListener.SILENT, Limits.NONE);
    }

    private Problem reason(BackendSwap swap, LaunchListener listener, Limits limits) {
        CloisterException e = catchThrowableOfType(CloisterException.class, () -> keeper.swap(swap, listener, limits));
        assertThat(e).as("the swap was not refused").isNotNull();
        return e.problem();
    }

    private List<Long> bundles() {
        return Arrays.stream(host.context().getBundles())
                .map(Bundle::getBundleId)
                .toList();
    }

    /** Launches are possible, and leave nothing behind. */
    void serves() {
        PlatformUsage usage = usage();
        int before = usage.machines();
        try (Guest guest = launcher.launch(Load.request(false), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.status().ready()).isTrue();
        }
        assertThat(usage.machines()).isEqualTo(before);
    }

    /** What the software platform holds. */
    PlatformUsage usage() {
        try {
            return host.context().getServiceReferences(SecureProcessor.class, null).stream()
                    .map(reference -> host.context().getService(reference))
                    .flatMap(processor -> processor.adapt(PlatformUsage.class).stream())
                    .findFirst()
                    .orElseThrow();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Guest paused() {
        return launcher.launch(Load.request(true), LaunchListener.SILENT, Limits.NONE);
    }

    /** Those of the type that is swapped. */
    List<BackendInfo> backends() {
        return keeper.backends().stream()
                .filter(backend -> backend.type().equals(Load.SNP))
                .toList();
    }

    BackendInfo current() {
        return backends().stream()
                .filter(backend -> backend.role() == BackendInfo.Role.CURRENT)
                .findFirst()
                .orElseThrow();
    }

    /** Whether a version serves and its predecessor is gone; by one look, as a swap may go on meanwhile. */
    boolean servesAlone(String version) {
        List<BackendInfo> now = backends();
        return now.size() == 1
                && now.get(0).role() == BackendInfo.Role.CURRENT
                && now.get(0).version().equals(version);
    }

    static Limits within(Duration span) {
        return Limits.of(new Cancellation(), Deadline.after(span));
    }

    @Override
    public void close() throws Exception {
        host.close();
    }
}
