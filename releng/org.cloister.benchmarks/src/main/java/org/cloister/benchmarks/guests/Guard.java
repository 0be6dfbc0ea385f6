// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.Vmm;
import org.cloister.benchmarks.swap.Host;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * What it costs to guard the calls of types and platforms: the launcher's launches beside those of the same launcher
 * whose calls are made in the caller's thread, and beside the same calls without any launcher, one by one in turns.
 */
public final class Guard {
    private static final int LAUNCHES = 20_000;
    private static final GuestRequest GUEST =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 64 << 20, Map.of());
    private static final LaunchRequest REQUEST =
            new LaunchRequest(new TypeChoice.Named(SnpPlanner.TYPE), Trust.EMULATED, GUEST, false);

    private Guard() {}

    /**
     * Runs it and prints the figures. The arguments are the folder of the bundles and, if wanted, how many launches
     * there are of each kind, after as many that are not counted.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("cloister-guard-");
        Path bundles = Path.of(arguments[0]);
        try (Host host = start(bundles, folder.resolve("guarded"));
                Host bare = start(StraightCore.beside(bundles, folder), folder.resolve("bare"))) {
            GuestLauncher guarded = host.service(GuestLauncher.class);
            GuestLauncher straight = bare.service(GuestLauncher.class);
            DirectLaunch direct = new DirectLaunch(
                    service(
                            host,
                            ConfidentialGuestSupport.class,
                            type -> type.type().equals(SnpPlanner.TYPE)),
                    service(host, Vmm.class, vmm -> vmm.name().equals("softsev")));
            Turns turns = new Turns(List.of(
                    new Turns.Kind("guarded", () -> launched(guarded)),
                    new Turns.Kind("straight", () -> launched(straight)),
                    new Turns.Kind("without a launcher", () -> direct.once(GUEST))));
            int launches = arguments.length > 1 ? Integer.parseInt(arguments[1]) : LAUNCHES;
            CompletableFuture<Void> all = new CompletableFuture<>();
            StraightCore.thread(bare.context(), () -> {
                        try {
                            turns.run(launches);
                            all.complete(null);
                        } catch (RuntimeException | Error e) {
                            all.completeExceptionally(e);
                        }
                    })
                    .start();
            all.get();
        } finally {
            Guests.delete(folder);
        }
    }

    private static Host start(Path bundles, Path storage) throws Exception {
        return Host.start(bundles, Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    }

    private static <S> S service(Host host, Class<S> kind, Predicate<S> wanted) throws InvalidSyntaxException {
        Collection<ServiceReference<S>> all = host.context().getServiceReferences(kind, null);
        return all.stream()
                .map(host.context()::getService)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static Turns.Launched launched(GuestLauncher launcher) {
        Guest guest = launcher.launch(REQUEST, LaunchListener.SILENT, Limits.NONE);
        return new Turns.Launched(guest.report().measurement().orElseThrow().value(), guest::close);
    }
}
