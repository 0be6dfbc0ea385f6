// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a process holds at one moment.
 *
 * @param heap bytes of live objects, after a full collection
 * @param resident bytes of its memory that are in RAM
 * @param threads how many it has
 * @param descriptors how many it has open
 * @param mappings how many parts its address space has
 * @param files how many files and folders it has in its folders
 */
record Footprint(long heap, long resident, int threads, int descriptors, int mappings, int files) {
    private static final long SLACK = 1 << 20;
    /**
     * Threads that wait for more to do end by themselves, and with them what they have open; thousands of commands
     * leave more.
     */
    private static final int COME_AND_GO = 8;

    private static final int MOST_COLLECTIONS = 10;
    private static final long NOISE = 1 << 16;

    static final String HEAD = String.format(
            Locale.ROOT,
            "%8s %8s %8s %12s %9s %6s",
            "heap KiB",
            "RSS MiB",
            "threads",
            "descriptors",
            "mappings",
            "files");

    /**
     * Looks at a process that is idle for the moment.
     *
     * @param folders where it keeps files
     */
    static Footprint of(long process, List<Path> folders) throws IOException, InterruptedException {
        long heap = settledHeap(process);
        Path proc = Path.of("/proc", Long.toString(process));
        return new Footprint(
                heap,
                number(proc, "VmRSS:") << 10,
                (int) number(proc, "Threads:"),
                entries(proc.resolve("fd")),
                lines(proc.resolve("maps")),
                files(folders));
    }

    /** Some of what a collection finds is let go of only after it, by threads of their own: until no more is. */
    private static long settledHeap(long process) throws IOException, InterruptedException {
        long least = liveHeap(process);
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            long next = liveHeap(process);
            if (next > least - NOISE) {
                return Math.min(least, next);
            }
            least = next;
        }
        return least;
    }

    /** By the histogram, for which the process collects first. */
    private static long liveHeap(long process) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = said.lines()
                .filter(line -> line.startsWith("Total"))
                .reduce((one, two) -> two)
                .orElseThrow(() -> new IOException("jcmd: " + said));
        jcmd.waitFor();
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    private static long number(Path proc, String key) throws IOException {
        return Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                .findFirst()
                .orElseThrow();
    }

    private static int entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    private static int lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return (int) lines.count();
        }
    }

    private static int files(List<Path> folders) throws IOException {
        int count = 0;
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                count += (int) files.count();
            }
        }
        return count;
    }

    /** What has grown since, beyond what is allowed; empty when nothing has. */
    List<String> grownSince(Footprint before) {
        return Stream.of(
                        more("heap", heap, before.heap + Math.max(before.heap / 10, SLACK)),
                        more("threads", threads, before.threads + COME_AND_GO),
                        more("descriptors", descriptors, before.descriptors + COME_AND_GO),
                        more("files", files, before.files + COME_AND_GO))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> more(String what, long now, long most) {
        return now > most ? List.of(what + ": " + now + ", at most " + most + " expected") : List.of();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%8d %8d %8d %12d %9d %6d",
                heap >> 10,
                resident >> 20,
                threads,
                descriptors,
                mappings,
                files);
    }
}
