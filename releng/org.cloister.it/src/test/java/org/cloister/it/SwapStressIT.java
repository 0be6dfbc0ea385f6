// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.launch.Guest;
import org.cloister.benchmarks.swap.Load;
import org.cloister.benchmarks.swap.Swaps;
import org.junit.jupiter.api.Test;

/** A short form of the benchmark that counts and does not time. */
class SwapStressIT {
    private static final int SWAPS = Integer.getInteger("swaps", 30);
    private static final int THREADS = Integer.getInteger("threads", 8);
    private static final int PAUSED = 4;
    private static final long PATIENCE_MILLIS = 10_000;

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        try (SwapBed bed = SwapBed.start("SwapStressIT", Map.of())) {
            Swaps swaps = new Swaps(bed.host, Files.createTempDirectory(bed.folder, "versions"));
            List<Guest> paused = swaps.paused(PAUSED);
            swaps.swap(2, true);
            // Other tests of this process left a canary hanging
            Set<Thread> before = threads();
            long copies = copies(bed.folder.resolve("storage"));
            Load done;
            try (Load load = Load.start(swaps.launcher(), THREADS)) {
                swaps.swap(SWAPS, true);
                done = load;
            }
            assertThat(done.failures()).isEmpty();
            assertThat(done.launches()).isPositive();
            assertThat(Swaps.lost(paused)).isZero();
            assertThat(bed.backends()).hasSize(1);
            assertThat(bed.usage().machines()).isZero();
            assertThat(bed.usage().pages()).isZero();
            assertThat(swaps.retained()).as("bundles and class loaders").isZero();
            for (Thread thread : threads()) {
                thread.join(before.contains(thread) ? 1 : PATIENCE_MILLIS);
            }
            assertThat(before).containsAll(threads());
            assertThat(descriptorsOfDeletedFiles()).isEmpty();
            assertThat(copies(bed.folder.resolve("storage"))).isEqualTo(copies);
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(start|canary|removal|adoption) (of|by) .*"))
                .collect(Collectors.toSet());
    }

    /** How many bundles the framework has copies of; what else it writes is its own. */
    private static long copies(Path storage) throws IOException {
        try (Stream<Path> files = Files.walk(storage)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.equals("bundle.jar") || name.equals("bundleFile"))
                    .count();
        }
    }

    private static List<String> descriptorsOfDeletedFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(SwapStressIT::target)
                    .filter(target -> target.contains("bundle") && target.endsWith("(deleted)"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
