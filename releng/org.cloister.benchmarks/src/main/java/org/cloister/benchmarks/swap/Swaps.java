// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.osgi.framework.Bundle;

/** Swaps of the SEV-SNP backend between two versions while guests are launched. */
public final class Swaps {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Host host;
    private final GuestLauncher launcher;
    private final BackendKeeper keeper;
    private final List<Path> versions;
    private final Remains remains = new Remains();
    private final Map<String, List<Long>> steps = new LinkedHashMap<>();

    /** Swaps between two versions, which are made in a folder. */
    public Swaps(Host host, Path folder) throws Exception {
        this.host = host;
        launcher = host.service(GuestLauncher.class);
        keeper = host.service(BackendKeeper.class);
        Path shipped = host.jar("org.cloister.snp");
        versions = List.of(
                Versions.copy(shipped, "7.0.1", folder.resolve("one.jar")),
                Versions.copy(shipped, "7.0.2", folder.resolve("two.jar")));
    }

    /** The launcher that is under load. */
    public GuestLauncher launcher() {
        return launcher;
    }

    /** Guests that stand still before their end, for a swap to find. */
    public List<Guest> paused(int count) {
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            guests.add(launcher.launch(Load.request(true), LaunchListener.SILENT, Limits.NONE));
        }
        return guests;
    }

    /** Ends paused launches; how many of them did not come to a running guest. */
    public static long lost(List<Guest> guests) {
        long lost = 0;
        for (Guest guest : guests) {
            try (guest) {
                guest.proceed(Limits.NONE);
                lost += guest.status().ready() ? 0 : 1;
            } catch (CloisterException e) {
                lost++;
            }
        }
        return lost;
    }

    /** Swaps a number of times; how long each took, in nanoseconds. */
    public long[] swap(int times, boolean canary) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            Path next = versions.get(i % versions.size());
            long before = System.nanoTime();
            SwapReport report = keeper.swap(
                    new BackendSwap(Load.SNP, next, canary, Set.of(), DRAIN), LaunchListener.SILENT, Limits.NONE);
            nanos[i] = System.nanoTime() - before;
            report.steps()
                    .forEach(step -> steps.computeIfAbsent(step.name(), name -> new ArrayList<>())
                            .add(step.micros()));
            remains.watch(host.context().getBundle(report.to().bundle()));
        }
        return nanos;
    }

    /** What would be done without swaps: the bundle is updated in place, a number of times. */
    public long[] update(int times) throws Exception {
        BackendInfo shipped = keeper.backends().stream()
                .filter(backend -> backend.type().equals(Load.SNP))
                .findFirst()
                .orElseThrow();
        Bundle bundle = host.context().getBundle(shipped.bundle());
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            try (InputStream next = Files.newInputStream(versions.get(i % versions.size()))) {
                long before = System.nanoTime();
                bundle.update(next);
                nanos[i] = System.nanoTime() - before;
            }
        }
        return nanos;
    }

    /** How many class loaders of replaced backends are not collected. */
    public long retained() throws InterruptedException {
        return remains.retained();
    }

    /** The median of each step of the swaps since this was asked last, in microseconds. */
    public Map<String, Long> steps() {
        Map<String, Long> medians = new LinkedHashMap<>();
        steps.forEach((name, micros) ->
                medians.put(name, micros.stream().sorted().toList().get(micros.size() / 2)));
        steps.clear();
        return medians;
    }

    /** The backends as they stand. */
    public BackendKeeper keeper() {
        return keeper;
    }
}
