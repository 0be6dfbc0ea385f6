// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all benchmarks and prints each beside the raw cost of its cryptography, or of the same calls in C, as a ratio of
 * one run.
 */
public final class Ratios {
    private static final Map<String, String> RAW = new TreeMap<>(Map.of(
            "Measurement.measure", "Measurement.raw",
            "Sending.send", "Sending.raw",
            "Starts.probe", "Starts.nothing",
            "Verification.verify", "Verification.raw",
            "Verification.verifyWithChainRemembered", "Verification.rawReport"));

    private Ratios() {}

    /** Runs them. The argument, if there is one, is a pattern of the benchmarks to run. */
    public static void main(String[] arguments) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(arguments.length == 0 ? "org.cloister.benchmarks.*" : arguments[0])
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("-Dcloister.data=" + System.getProperty("cloister.data", "../shared/data"))
                .build();
        Map<String, Double> scores = scores(new Runner(options).run());
        Map<String, Double> inC = scores.containsKey("Kernel.cheapIoctl") ? CProgram.micros() : Map.of();
        System.out.printf("%n%-48s %12s %12s %8s%n", "benchmark", "µs", "raw µs", "ratio");
        scores.forEach((name, score) -> print(name, score, scores));
        inC.forEach((name, micros) -> System.out.printf(
                Locale.ROOT,
                "%-48s %12.2f %12.2f %8.2f%n",
                name + ", beside C",
                scores.get(name),
                micros,
                scores.get(name) / micros));
    }

    private static Map<String, Double> scores(Collection<RunResult> results) {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            String vcpus = result.getParams().getParam("vcpus");
            String label = name[name.length - 2] + "." + name[name.length - 1];
            scores.put(
                    vcpus == null ? label : label + " " + vcpus,
                    result.getPrimaryResult().getScore());
        }
        return scores;
    }

    private static void print(String label, double score, Map<String, Double> scores) {
        String[] parts = label.split(" ", 2);
        String raw = RAW.get(parts[0]);
        if (raw != null) {
            double cost = scores.get(parts.length == 1 ? raw : raw + " " + parts[1]);
            System.out.printf(
                    Locale.ROOT,
                    "%-48s %12.0f %12.0f %8.2f%n",
                    parts.length == 1 ? label : parts[0] + ", " + parts[1] + " vCPUs",
                    score,
                    cost,
                    score / cost);
        }
    }
}
