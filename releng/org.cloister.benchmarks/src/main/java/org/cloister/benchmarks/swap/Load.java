// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;

/**
 * Threads that launch SEV-SNP guests with the sample firmware (64 KiB) on the software platform without pause, and
 * close them.
 */
public final class Load implements AutoCloseable {
    /** The type that is launched. */
    public static final GuestType SNP = new GuestType("sev-snp");

    private final GuestLauncher launcher;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Times> times = new ArrayList<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private Load(GuestLauncher launcher) {
        this.launcher = launcher;
    }

    /** Begins to launch. */
    public static Load start(GuestLauncher launcher, int threads) {
        Load load = new Load(launcher);
        for (int i = 0; i < threads; i++) {
            Times times = new Times();
            load.times.add(times);
            Thread thread = new Thread(() -> load.run(times), "launches " + i);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** What is launched. */
    public static LaunchRequest request(boolean paused) {
        GuestRequest guest =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 16 << 20, Map.of());
        return new LaunchRequest(new TypeChoice.Named(SNP), Trust.EMULATED, guest, paused);
    }

    private void run(Times times) {
        while (!ended) {
            long before = System.nanoTime();
            try (Guest guest = launcher.launch(request(false), LaunchListener.SILENT, Limits.NONE)) {
                times.add(System.nanoTime() - before);
            } catch (RuntimeException | LinkageError e) {
                failures.computeIfAbsent(String.valueOf(e.getMessage()), cause -> new LongAdder())
                        .increment();
            }
        }
    }

    /** How many launches came to their end. */
    public long launches() {
        return times.stream().mapToLong(Times::count).sum();
    }

    /** How many launches failed, by cause. */
    public Map<String, LongAdder> failures() {
        return failures;
    }

    /** How many launches failed. */
    public long failed() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The launches' times in nanoseconds, ascending; only after the end. */
    public long[] sorted() {
        return times.stream().flatMapToLong(Times::stream).sorted().toArray();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A list of times that is written by one thread. */
    private static final class Times {
        private long[] nanos = new long[1024];
        private volatile int count;

        void add(long span) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count] = span;
            count = count + 1;
        }

        long count() {
            return count;
        }

        LongStream stream() {
            return Arrays.stream(nanos, 0, count);
        }
    }
}
