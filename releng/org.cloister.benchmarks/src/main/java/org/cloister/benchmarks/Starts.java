// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Whole processes: {@code cloister probe} beside Java with a program that does nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Starts {
    private static final Path TARGET = Path.of("releng/org.cloister.distribution/target");

    private Path folder;
    private String cloister;

    /** The program that does nothing. */
    public static final class Nothing {
        private Nothing() {}

        /** Does nothing. */
        public static void main(String[] arguments) {}
    }

    /** Finds the distribution, and puts the empty program where opening a large jar is not part of its start. */
    @Setup
    public void prepare() throws IOException {
        String named = System.getProperty("cloister.script");
        cloister = named == null ? script() : named;
        String name = Nothing.class.getName().replace('.', '/') + ".class";
        folder = Files.createTempDirectory("starts");
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = Nothing.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, file);
        }
    }

    /** Removes the program. */
    @TearDown
    public void remove() throws IOException {
        Path root = folder;
        for (Path path = root.resolve(Nothing.class.getName().replace('.', '/') + ".class");
                path.startsWith(root);
                path = path.getParent()) {
            Files.delete(path);
        }
    }

    /** Java alone. */
    @Benchmark
    public int nothing() throws IOException, InterruptedException {
        return run(empty());
    }

    /** The command line of Java alone. */
    String[] empty() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new String[] {java, "-cp", folder.toString(), Nothing.class.getName()};
    }

    /** The start script. */
    String cloister() {
        return cloister;
    }

    /** The probe of this host, with the script that starts it. */
    @Benchmark
    public int probe() throws IOException, InterruptedException {
        return run(cloister, "probe");
    }

    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static String script() throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(TARGET, "cloister-*")) {
            for (Path home : found) {
                Path script = home.resolve("bin/cloister");
                if (Files.isExecutable(script)) {
                    return script.toAbsolutePath().toString();
                }
            }
        }
        throw new IOException(TARGET + " holds no distribution; build it, or name its script with -Dcloister.script=");
    }
}
