// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.api.launch.Guest;
import org.osgi.framework.Constants;

/**
 * Launches under load without swaps, with them, and with the naive update in place, side by side.
 *
 * <p>Arguments: the folder of the shipped bundles, how many swaps, how many threads.
 */
public final class SwapBenchmark {
    private static final int PAUSED = 16;
    private static final long CALM_MILLIS = 10_000;

    private final Swaps swaps;
    private final int count;
    private final int threads;
    private final Path storage;

    private SwapBenchmark(Swaps swaps, int count, int threads, Path storage) {
        this.swaps = swaps;
        this.count = count;
        this.threads = threads;
        this.storage = storage;
    }

    /** Runs it and prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path bundles = Path.of(arguments[0]);
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 16;
        Path folder = Files.createTempDirectory("cloister-swaps-");
        Path storage = Files.createDirectories(folder.resolve("storage"));
        try (Host host = Host.start(bundles, Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()))) {
            System.out.printf(
                    "%s %s, Java %s, %d processors, %d threads launch, sample firmware of 64 KiB%n",
                    host.framework().getSymbolicName(),
                    host.framework().getVersion(),
                    Runtime.version().feature(),
                    Runtime.getRuntime().availableProcessors(),
                    threads);
            new SwapBenchmark(new Swaps(host, folder), count, threads, storage).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        calm();
        Load calm = calm();
        List<Guest> paused = swaps.paused(PAUSED);
        swaps.swap(4, true);
        Remains.Holdings before = Remains.Holdings.now(storage);
        long longestCalm = print("without swaps", calm, new long[0], calm.sorted());
        phase("with swaps", longestCalm, () -> swaps.swap(count, true));
        phase("without canary", longestCalm, () -> swaps.swap(count / 5, false));
        System.out.printf("retained bundles and class loaders  %d of %d%n", swaps.retained(), count + count / 5 + 4);
        System.out.printf("before  %s%nafter   %s%n", before, Remains.Holdings.now(storage));
        System.out.printf("lost of %d paused guests  %d%n", PAUSED, Swaps.lost(paused));
        phase("updates in place", longestCalm, () -> swaps.update(count / 5));
    }

    private interface Changes {
        long[] make() throws Exception;
    }

    private Load calm() throws InterruptedException {
        try (Load load = Load.start(swaps.launcher(), threads)) {
            Thread.sleep(CALM_MILLIS);
            return load;
        }
    }

    private void phase(String name, long longestCalm, Changes changes) throws Exception {
        Load done;
        long[] nanos;
        try (Load load = Load.start(swaps.launcher(), threads)) {
            nanos = changes.make();
            done = load;
        }
        long longest = print(name, done, nanos, done.sorted());
        System.out.printf(
                Locale.ROOT,
                "    longest launch beside the longest without swaps: %+.1f ms%n",
                (longest - longestCalm) / 1e6);
        Map<String, Long> steps = swaps.steps();
        if (!steps.isEmpty()) {
            System.out.printf("    median of each step in microseconds: %s%n", steps);
        }
        done.failures().forEach((cause, times) -> System.out.printf("    failed %s times: %s%n", times, cause));
    }

    private static long print(String name, Load load, long[] changes, long[] sorted) {
        Arrays.sort(changes);
        System.out.printf(
                Locale.ROOT,
                "%-18s %7d launches  %5d failed  p50 %6.1f ms  p99 %6.1f ms  longest %7.1f ms",
                name,
                load.launches(),
                load.failed(),
                at(sorted, 0.5) / 1e6,
                at(sorted, 0.99) / 1e6,
                at(sorted, 1) / 1e6);
        if (changes.length > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "  %d changes  median %.1f ms  p99 %.1f ms",
                    changes.length,
                    at(changes, 0.5) / 1e6,
                    at(changes, 0.99) / 1e6);
        }
        System.out.println();
        return at(sorted, 1);
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
