// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.it.vendor.ThrowsInActivation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;

/** The folder of backends: what comes into it is swapped in, what was swapped in stays in it. */
class BackendFolderIT {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    private SwapBed bed;

    @BeforeEach
    void start() throws Exception {
        bed = SwapBed.start("BackendFolderIT", Map.of("cloister.backends", folder.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
    }

    @Test
    void aFileThatComesAndOneThatChangesAreSwappedIn() throws Exception {
        try (Guest guest = bed.paused()) {
            put("mine.jar", Variant.of("2.0.0"));
            until("2.0.0");
            put("mine.jar", Variant.of("2.1.0"));
            until("2.1.0");
            guest.proceed(Limits.NONE);
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @Test
    void aFileThatIsCopiedSlowlyIsTakenWhole() throws Exception {
        byte[] whole = Files.readAllBytes(bed.jar(Variant.of("2.0.0")));
        try (var out = Files.newOutputStream(folder.resolve("slow.jar"))) {
            for (int at = 0; at < whole.length; at += 4096) {
                out.write(whole, at, Math.min(4096, whole.length - at));
                out.flush();
            }
        }
        until("2.0.0");
    }

    @Test
    void aBackendThatFailsIsLeftOutAndTheNextOneIsTaken() throws Exception {
        String before = bed.current().version();
        boolean[] gone = new boolean[1];
        BundleListener listener = event -> gone[0] |= event.getType() == BundleEvent.UNINSTALLED;
        bed.host.context().addBundleListener(listener);
        put("broken.jar", Variant.of("2.0.0").with(ThrowsInActivation.class));
        await(() -> gone[0]);
        assertThat(bed.current().version()).isEqualTo(before);
        put("good.jar", Variant.of("2.0.1"));
        until("2.0.1");
    }

    @Test
    void aFileThatOthersCanWriteIsLeftOutUntilThatIsMended() throws Exception {
        Path open = bed.jar(Variant.of("2.0.0"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path jar = Files.move(open, folder.resolve("open.jar"));
        put("good.jar", Variant.of("2.0.1"));
        until("2.0.1");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        until("2.0.0");
    }

    @Test
    void whatIsSwappedInByCommandServesAgainAfterARestart() throws Exception {
        Path jar = bed.jar(Variant.of("3.0.0"));
        bed.swap(jar);
        assertThat(folder.resolve("sev-snp.swapped.jar")).hasSameBinaryContentAs(jar);
        stop();
        start();
        until("3.0.0");
    }

    @Test
    void anOperatorsFileTakesThePlaceOfWhatWasKept() throws Exception {
        bed.swap(bed.jar(Variant.of("3.0.0")));
        put("mine.jar", Variant.of("2.0.0"));
        until("2.0.0");
        await(() -> Files.notExists(folder.resolve("sev-snp.swapped.jar")));
    }

    private void put(String name, Variant variant) throws Exception {
        Files.move(bed.jar(variant), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void until(String version) {
        await(() -> bed.servesAlone(version));
        bed.serves();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
