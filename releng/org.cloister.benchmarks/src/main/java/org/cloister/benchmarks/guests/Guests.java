// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Step;
import org.cloister.api.launch.TypeChoice;
import org.cloister.benchmarks.swap.Host;
import org.osgi.framework.Constants;

/**
 * Launches on the software platform beside the raw cost of hashing and encrypting the same pages, by turns in one run;
 * launches a second from one and two threads; and many guests at once.
 */
public final class Guests {
    private static final int ROUNDS = 12;
    private static final long ROUND_NANOS = 500_000_000L;
    private static final int MANY = 1000;
    /** As many identifiers for such guests, and one more for the warm-up. */
    private static final String SETTINGS = "asid.max=1100\nasid.first.sev=1002\n";

    private static final int PART = 100;

    private final GuestLauncher launcher;

    private Guests(GuestLauncher launcher) {
        this.launcher = launcher;
    }

    /**
     * Runs it and prints the figures. The arguments are the folder of the bundles and, as far as there are, firmware
     * images.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("cloister-guests-");
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("org.cloister.softsev.cfg"), SETTINGS);
        Map<String, String> settings = Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("storage").toString(),
                "felix.fileinstall.dir",
                conf.toString(),
                "cloister.settings",
                "files");
        try (Host host = Host.start(Path.of(arguments[0]), settings)) {
            Guests guests = new Guests(host.service(GuestLauncher.class));
            guests.beside("sample firmware", SampleFirmware.image());
            for (String file : List.of(arguments).subList(1, arguments.length)) {
                Path path = Path.of(file);
                guests.beside(path.getFileName().toString(), new Image(file, Bytes.of(Files.readAllBytes(path))));
            }
            guests.rates();
            guests.many();
        } finally {
            delete(folder);
        }
    }

    private void beside(String name, Image firmware) throws Exception {
        GuestRequest request = request(firmware);
        RawCost raw = new RawCost(SnpPlanner.plan(request));
        Map<String, Long> steps = new LinkedHashMap<>();
        List<Double> launches = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        int count = 0;
        for (int round = 0; round < ROUNDS; round++) {
            boolean warm = round >= ROUNDS / 3;
            long from = System.nanoTime();
            int done = 0;
            do {
                try (Guest guest = launch(request)) {
                    if (warm) {
                        guest.report().steps().forEach(step -> add(steps, step));
                    }
                }
                done++;
            } while (System.nanoTime() - from < ROUND_NANOS);
            double launch = (System.nanoTime() - from) / 1000.0 / done;
            double cost = raw(raw);
            if (warm) {
                launches.add(launch);
                costs.add(cost);
                count += done;
            }
        }
        print(name, raw.pages(), median(launches), median(costs));
        int all = count;
        steps.forEach(
                (step, micros) -> System.out.printf(Locale.ROOT, "  %-10s %10.1f µs%n", step, 1.0 * micros / all));
    }

    private static void print(String name, int pages, double launch, double cost) {
        System.out.printf(
                Locale.ROOT,
                "%s, %d pages: launch and close %.0f µs, raw %.0f µs, ratio %.2f; steps:%n",
                name,
                pages,
                launch,
                cost,
                launch / cost);
    }

    private static void add(Map<String, Long> steps, Step step) {
        steps.merge(step.name(), step.micros(), Long::sum);
    }

    private static double raw(RawCost raw) throws Exception {
        long from = System.nanoTime();
        int done = 0;
        byte all = 0;
        do {
            all ^= raw.once();
            done++;
        } while (System.nanoTime() - from < ROUND_NANOS);
        double micros = (System.nanoTime() - from) / 1000.0 / done;
        // Whoever leaves the results alone has them optimised away
        return all == 1 ? Math.nextUp(micros) : micros;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void rates() {
        for (int threads : new int[] {1, 2, 1, 2}) {
            long until = System.nanoTime() + 4 * ROUND_NANOS;
            List<CompletableFuture<Integer>> all = IntStream.range(0, threads)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> launchesUntil(until), task -> new Thread(task).start()))
                    .toList();
            int sum = all.stream().mapToInt(CompletableFuture::join).sum();
            System.out.printf(
                    Locale.ROOT, "%d threads: %.0f launches a second%n", threads, sum * 1e9 / (4 * ROUND_NANOS));
        }
    }

    private int launchesUntil(long end) {
        GuestRequest request = request(SampleFirmware.image());
        int done = 0;
        while (System.nanoTime() < end) {
            launch(request).close();
            done++;
        }
        return done;
    }

    private void many() throws Exception {
        GuestRequest request = request(SampleFirmware.image());
        long before = heap();
        List<Guest> guests = new ArrayList<>();
        long[] nanos = new long[MANY / PART];
        for (int i = 0; i < MANY; i++) {
            long from = System.nanoTime();
            guests.add(launch(request));
            nanos[i / PART] += System.nanoTime() - from;
        }
        long with = heap();
        guests.forEach(Guest::close);
        guests.clear();
        System.out.printf(
                Locale.ROOT,
                "%d guests of %d MiB, %d KiB of it written: %.1f MiB of heap, %.0f KiB each; released %.1f MiB;"
                        + " the last %d took %.2f times as long as the first%n",
                MANY,
                request.memory() >> 20,
                new RawCost(SnpPlanner.plan(request)).pages() * 4,
                (with - before) / 1048576.0,
                (with - before) / 1024.0 / MANY,
                (with - heap()) / 1048576.0,
                PART,
                1.0 * nanos[nanos.length - 1] / nanos[0]);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static GuestRequest request(Image firmware) {
        return new GuestRequest(firmware, Optional.empty(), 1, "EPYC-v4", 64 << 20, Map.of());
    }

    private Guest launch(GuestRequest request) {
        return launcher.launch(
                new LaunchRequest(new TypeChoice.Named(SnpPlanner.TYPE), Trust.EMULATED, request, false),
                LaunchListener.SILENT,
                Limits.NONE);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
