// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long whole processes take, the start script included, beside Java with a program that does nothing and beside
 * sev-snp-measure, which computes the same digest: each once in a round, the median of all rounds.
 */
public final class StartsInTurns {
    private static final String JAVA = "java, an empty program";
    private static final String MEASURE = "measure";
    private static final String OTHER = "sev-snp-measure";

    private StartsInTurns() {}

    /**
     * Runs them and prints medians and ratios.
     *
     * @param arguments how many rounds, and the words that start sev-snp-measure, such as {@code python3
     *     sev-snp-measure.py}; without them that is left out
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        Starts starts = new Starts();
        starts.prepare();
        try {
            Map<String, String[]> commands = commands(starts, Arrays.copyOfRange(arguments, 1, arguments.length));
            Map<String, List<Long>> times = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<String, String[]> command : commands.entrySet()) {
                    long begin = System.nanoTime();
                    Starts.run(command.getValue());
                    long time = System.nanoTime() - begin;
                    // The first round fills the cache of archived classes
                    if (round > 0) {
                        times.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                                .add(time);
                    }
                }
            }
            print(times);
        } finally {
            starts.remove();
        }
    }

    private static Map<String, String[]> commands(Starts starts, String... other) {
        String firmware = Data.path("firmware/OVMF.amdsev.fd").toAbsolutePath().toString();
        String[] settings = {"--vcpus", "4", "--vcpu-type", "EPYC-v4"};
        Map<String, String[]> commands = new LinkedHashMap<>();
        commands.put(JAVA, starts.empty());
        commands.put("--version", words(starts.cloister(), "--version"));
        commands.put("list", words(starts.cloister(), "list", "--run", "/none"));
        commands.put("measure of 64 KiB", words(starts.cloister(), "measure", "--type", "sev-snp"));
        commands.put(
                MEASURE,
                words(starts.cloister(), words("measure", "--type", "sev-snp", "--firmware", firmware), settings));
        if (other.length > 0) {
            commands.put(
                    OTHER,
                    words(
                            other[0],
                            Arrays.copyOfRange(other, 1, other.length),
                            words("--mode", "snp", "--ovmf", firmware),
                            settings));
        }
        return commands;
    }

    private static String[] words(String... words) {
        return words;
    }

    private static String[] words(String first, String[]... more) {
        return Stream.concat(Stream.of(first), Arrays.stream(more).flatMap(Arrays::stream))
                .toArray(String[]::new);
    }

    private static void print(Map<String, List<Long>> times) {
        long java = median(times.get(JAVA));
        times.forEach((name, all) -> System.out.printf(
                Locale.ROOT, "%-24s %8.1f ms %8.2f%n", name, median(all) / 1e6, (double) median(all) / java));
        if (times.containsKey(OTHER)) {
            System.out.printf(
                    Locale.ROOT,
                    "measure, beside sev-snp-measure: %.2f%n",
                    (double) median(times.get(MEASURE)) / median(times.get(OTHER)));
        }
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
