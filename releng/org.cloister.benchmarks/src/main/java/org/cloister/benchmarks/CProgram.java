// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The same calls in C, compiled when it runs. */
final class CProgram {
    private CProgram() {}

    /**
     * Microseconds by the name of the benchmark; empty, with the reason on standard error, where it cannot be compiled
     * or run.
     */
    static Map<String, Double> micros() {
        Map<String, Double> micros = new TreeMap<>();
        try {
            Path folder = Files.createTempDirectory("cloister-kernel");
            Path source = folder.resolve("kernel.c");
            Path program = folder.resolve("kernel");
            try (InputStream in = CProgram.class.getResourceAsStream("kernel.c")) {
                Files.copy(in, source);
                run("gcc", "-O2", "-o", program.toString(), source.toString());
                run(program.toString())
                        .lines()
                        .map(line -> line.split(" "))
                        .forEach(parts -> micros.put(parts[0], Double.parseDouble(parts[1]) / 1000));
            } finally {
                Files.deleteIfExists(program);
                Files.deleteIfExists(source);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            System.err.println("the C program is left out: " + e.getMessage());
        }
        return micros;
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + ": " + out.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command[0] + " was interrupted", e);
        }
        return out;
    }
}
