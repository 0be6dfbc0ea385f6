// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a process at random moments of its swaps. The next one starts with one of the backends, whole. */
class KilledSwapIT {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int LONGEST_MILLIS = 1500;
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    private Path folder;

    /** With a framework that keeps its bundles, and with one that is as new each time, as in the distribution. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "onFirstInit"})
    void theNextProcessHasEitherBackend(String clean) throws Exception {
        Path shipped = Installed.jar("org.cloister.snp");
        Path one = Variant.of("2.0.1").into(folder.resolve("one.jar"));
        Path two = Variant.of("2.0.2").into(folder.resolve("two.jar"));
        Random random = new Random(SEED);
        for (int i = 0; i <= KILLS; i++) {
            Process process = process(clean, one, two);
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.lines()
                                .filter(line -> line.startsWith(KilledPlatform.STATE))
                                .findFirst()
                                .orElse("ended"))
                        .as("seed %d, after %d kills: %s", SEED, i, Files.readString(folder.resolve("err")))
                        .matches(KilledPlatform.STATE + "(2\\.0\\.[12]|" + version(shipped) + ")");
                process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process process(String clean, Path one, Path two) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledPlatform.class.getName(),
                        System.getProperty("bundles"),
                        folder.resolve("storage").toString(),
                        clean,
                        folder.resolve("backends").toString(),
                        one.toString(),
                        two.toString()))
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static String version(Path bundle) throws IOException {
        try (var jar = new JarFile(bundle.toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
        }
    }
}
