// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What bundles leave behind that are gone: class loaders that nobody collects, and what this process has at a moment.
 */
public final class Remains {
    private static final int COLLECTIONS = 40;

    private final List<WeakReference<Bundle>> bundles = new ArrayList<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    /**
     * What this process has at a moment.
     *
     * @param heap bytes of the heap in use after a collection
     * @param threads live threads
     * @param descriptors open descriptors
     * @param files files in the temporary folder and in the framework's
     */
    public record Holdings(long heap, int threads, long descriptors, long files) {
        /** Collects garbage and counts. */
        public static Holdings now(Path storage) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Holdings(
                    runtime.totalMemory() - runtime.freeMemory(),
                    Thread.getAllStackTraces().size(),
                    count(Path.of("/proc/self/fd"), 1),
                    count(Path.of(System.getProperty("java.io.tmpdir")), 1) + count(storage, Integer.MAX_VALUE));
        }

        private static long count(Path folder, int depth) {
            try (Stream<Path> files = Files.walk(folder, depth)) {
                return files.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Keeps an eye on a bundle and its class loader. */
    public void watch(Bundle bundle) {
        bundles.add(new WeakReference<>(bundle));
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    /** How many of the bundles and class loaders are still there after collections, one of which may be in use. */
    public long retained() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && alive() > 1; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Math.max(0, alive() - 1);
    }

    private long alive() {
        return Math.max(alive(bundles), alive(loaders));
    }

    private static long alive(List<? extends WeakReference<?>> watched) {
        return watched.stream().filter(one -> one.get() != null).count();
    }
}
