// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.benchmarks.swap.Host;
import org.cloister.benchmarks.swap.Load;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** A swap holds over a restart without a folder of backends being named, whatever others do with the bundles. */
class KeptSwapIT {
    private static final String SNP = "org.cloister.snp";
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path work;

    private final Map<String, String> settings = new HashMap<>();
    private Host host;

    @BeforeEach
    void start() throws Exception {
        settings.putIfAbsent(
                Constants.FRAMEWORK_STORAGE, work.resolve("storage").toString());
        host = Host.start(Path.of(System.getProperty("bundles")), settings);
        host.service(GuestLauncher.class);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void whereTheFrameworkKeepsItsBundlesNothingIsDoneTwice() throws Exception {
        swap("3.0.0");
        long bundle = current().bundle();
        stop();
        start();
        until("3.0.0");
        assertThat(current().bundle()).isEqualTo(bundle);
    }

    @Test
    void whereOthersPutTheOldBundleBackItIsSwappedInAgain() throws Exception {
        swap("3.0.0");
        putTheOldOneBack();
        stop();
        start();
        until("3.0.0");
    }

    @Test
    void whereTheFrameworkBeginsAnewItIsKeptWhereItsStarterSays() throws Exception {
        stop();
        settings.put("cloister.backends.kept", work.resolve("kept").toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        start();
        swap("3.0.0");
        stop();
        start();
        until("3.0.0");
    }

    @Test
    void anOlderOneThanWhatIsInstalledSinceIsNamedAndLeftOut() throws Exception {
        swap("0.0.1");
        putTheOldOneBack();
        stop();
        start();
        Doctor doctor = host.service(Doctor.class);
        await(() -> findings(doctor).stream()
                .anyMatch(finding -> finding.summary().contains("an earlier swap does not hold any more")));
        assertThat(current().version()).startsWith("0.1.0");
    }

    private static List<Diagnosis> findings(Doctor doctor) {
        return doctor.examine().stream().filter(finding -> !finding.healthy()).toList();
    }

    /** As a configurator does that keeps the framework at its own list of bundles. */
    private void putTheOldOneBack() throws Exception {
        host.context().getBundle(current().bundle()).uninstall();
        host.context().installBundle(host.jar(SNP).toUri().toString()).start();
    }

    private void swap(String version) throws Exception {
        Path jar = Variant.of(version).into(Files.createTempFile(work, "backend", ".jar"));
        host.service(BackendKeeper.class).swap(BackendSwap.of(Load.SNP, jar), LaunchListener.SILENT, Limits.NONE);
        Files.delete(jar);
        assertThat(current().version()).isEqualTo(version);
    }

    private BackendInfo current() throws Exception {
        return all().stream()
                .filter(backend -> backend.role() == BackendInfo.Role.CURRENT)
                .findFirst()
                .orElseThrow();
    }

    private List<BackendInfo> all() throws Exception {
        return host.service(BackendKeeper.class).backends().stream()
                .filter(backend -> backend.type().equals(Load.SNP))
                .toList();
    }

    /** One serves alone, and launches. */
    private void until(String version) throws Exception {
        BackendKeeper keeper = host.service(BackendKeeper.class);
        Supplier<List<BackendInfo>> now = () -> keeper.backends().stream()
                .filter(backend -> backend.type().equals(Load.SNP))
                .toList();
        await(() -> now.get().stream()
                .map(backend -> backend.role() + " " + backend.version())
                .toList()
                .equals(List.of("CURRENT " + version)));
        try (Guest guest =
                host.service(GuestLauncher.class).launch(Load.request(false), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.status().ready()).isTrue();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
