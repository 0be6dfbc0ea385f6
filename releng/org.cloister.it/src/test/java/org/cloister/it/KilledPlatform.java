// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.benchmarks.swap.Host;
import org.cloister.benchmarks.swap.Load;
import org.osgi.framework.Constants;

/**
 * A process that swaps until it is killed. Before, it says which backend it found to serve, or what else it found.
 *
 * <p>Arguments: the folder of the bundles, that of the framework's storage, the framework's setting for its cleaning,
 * the folder of backends, and two jars.
 */
final class KilledPlatform {
    /** What its line begins with; frameworks write lines of their own. */
    static final String STATE = "serves ";

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final String UNSOUND = "not sound: ";

    private KilledPlatform() {}

    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (Exception e) {
            // A thread of the framework's would keep the process, and whoever reads from it, for ever
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        Map<String, String> settings = Map.of(
                Constants.FRAMEWORK_STORAGE,
                arguments[1],
                Constants.FRAMEWORK_STORAGE_CLEAN,
                arguments[2],
                // Equinox writes its state later than it changes it; as often as it can, to be hit in the middle
                "eclipse.stateSaveDelayInterval",
                "1",
                "cloister.backends",
                arguments[3]);
        Host host = Host.start(Path.of(arguments[0]), settings);
        BackendKeeper keeper = host.service(BackendKeeper.class);
        System.out.println(STATE + settled(host.service(GuestLauncher.class), keeper));
        for (int i = 0; true; i++) {
            swap(keeper, Path.of(arguments[4 + i % 2]));
        }
    }

    /** Services come one after the other, and meanwhile the folder's watch swaps in what was kept. */
    private static String settled(GuestLauncher launcher, BackendKeeper keeper) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        String state = state(launcher, keeper);
        while (state.startsWith(UNSOUND) && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
            state = state(launcher, keeper);
        }
        return state;
    }

    private static String state(GuestLauncher launcher, BackendKeeper keeper) {
        try (Guest guest = launcher.launch(Load.request(false), LaunchListener.SILENT, Limits.NONE)) {
            List<BackendInfo> all = keeper.backends();
            List<BackendInfo> current = all.stream()
                    .filter(backend -> backend.type().equals(Load.SNP) && backend.role() == BackendInfo.Role.CURRENT)
                    .toList();
            boolean sound = guest.status().ready() && current.size() == 1;
            return sound ? current.get(0).version() : UNSOUND + all;
        } catch (CloisterException e) {
            return UNSOUND + e.problem().message();
        }
    }

    /** The folder's watch may have a swap under way. */
    private static void swap(BackendKeeper keeper, Path jar) {
        try {
            keeper.swap(BackendSwap.of(Load.SNP, jar), LaunchListener.SILENT, Limits.NONE);
        } catch (CloisterException e) {
            if (!e.problem().code().equals("swap.busy")) {
                throw e;
            }
        }
    }
}
