// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a platform and a monitored guest busy for some minutes, and prints after each what they hold while nobody asks
 * for anything: live heap, resident memory, threads, descriptors, mappings, temporary files. Ends with 1 when at the
 * end one holds more than after a sixth of the time, or when an errand failed.
 */
public final class Soak {
    private static final int THREADS = 4;
    private static final int MOST_COMPLAINTS = 5;

    private final Errands errands;
    private final ReadWriteLock busy = new ReentrantReadWriteLock(true);
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<Instant> end = new AtomicReference<>();

    private Soak(Errands errands) {
        this.errands = errands;
    }

    /**
     * Runs it as a command.
     *
     * @param arguments the folder of the unpacked program, and for how many minutes
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: Soak PROGRAM-FOLDER MINUTES");
            System.exit(2);
        }
        System.exit(run(Path.of(arguments[0]).toAbsolutePath(), Integer.parseInt(arguments[1])) ? 0 : 1);
    }

    /**
     * Runs it.
     *
     * @param home the folder of the unpacked program
     * @return whether everything was done and nothing has grown
     */
    public static boolean run(Path home, int minutes) throws Exception {
        Path folder = Files.createTempDirectory("soak-");
        Path program = home.resolve("bin").resolve("cloister");
        Path socket = folder.resolve("run/control.sock");
        Path monitor = folder.resolve("m.sock");
        Path mine = Files.createDirectory(folder.resolve("mine"));
        try (Subject platform = Subject.start(
                        program,
                        privateFolder(folder, "platform"),
                        socket,
                        "serve",
                        "--run",
                        socket.getParent().toString());
                Subject guest = Subject.start(
                        program,
                        privateFolder(folder, "guest"),
                        monitor,
                        "launch",
                        "--platform",
                        "emulated",
                        "--paused",
                        "--qmp",
                        "unix:" + monitor)) {
            Errands errands = new Errands(socket, monitor, mine, home.resolve("bundle/org.cloister.snp.jar"));
            boolean flat = new Soak(errands).watch(platform, guest, minutes);
            int code = platform.end();
            System.out.println("the platform ended with " + code);
            return flat && code == 0;
        } finally {
            delete(folder);
        }
    }

    private static Path privateFolder(Path folder, String name) throws IOException {
        return Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private boolean watch(Subject platform, Subject guest, int minutes) throws Exception {
        Instant begin = Instant.now();
        end.set(begin.plus(Duration.ofMinutes(minutes)));
        List<Thread> workers = workers();
        System.out.println("minute commands failed  subject  " + Footprint.HEAD);
        List<List<Footprint>> seen = List.of(new ArrayList<>(), new ArrayList<>());
        for (int minute = 1; minute <= minutes; minute++) {
            Thread.sleep(Math.max(
                    0,
                    Duration.between(Instant.now(), begin.plus(Duration.ofMinutes(minute)))
                            .toMillis()));
            look(minute, platform, guest, seen);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return flat("platform", seen.get(0)) & flat("monitor", seen.get(1)) & failures.get() == 0;
    }

    private List<Thread> workers() {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread worker = new Thread(() -> work(first), "errands-" + i);
            worker.start();
            workers.add(worker);
        }
        return workers;
    }

    private void work(int first) {
        List<Errands.Errand> all = errands.all();
        for (int i = first; Instant.now().isBefore(end.get()); i++) {
            busy.readLock().lock();
            try {
                all.get(i % all.size()).run();
                commands.incrementAndGet();
            } catch (IOException | UncheckedIOException e) {
                if (failures.incrementAndGet() <= MOST_COMPLAINTS) {
                    System.out.println("failed: " + e);
                }
            } finally {
                busy.readLock().unlock();
            }
        }
    }

    /** While nobody asks for anything. */
    private void look(int minute, Subject platform, Subject guest, List<List<Footprint>> seen) throws Exception {
        busy.writeLock().lock();
        try {
            if (!platform.alive() || !guest.alive()) {
                throw new IOException("a process under test has ended by itself");
            }
            seen.get(0).add(platform.footprint());
            seen.get(1).add(guest.footprint());
        } finally {
            busy.writeLock().unlock();
        }
        for (int i = 0; i < seen.size(); i++) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%6d %8d %6d  %-8s %s",
                    minute,
                    commands.get(),
                    failures.get(),
                    i == 0 ? "platform" : "monitor",
                    seen.get(i).get(minute - 1)));
        }
    }

    private static boolean flat(String what, List<Footprint> seen) {
        Footprint settled = seen.get(Math.min(seen.size() - 1, Math.max(0, seen.size() / 6 - 1)));
        List<String> grown = seen.get(seen.size() - 1).grownSince(settled);
        System.out.println(what + ": " + (grown.isEmpty() ? "flat" : "grown: " + String.join("; ", grown)));
        return grown.isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted((one, two) -> two.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }
}
