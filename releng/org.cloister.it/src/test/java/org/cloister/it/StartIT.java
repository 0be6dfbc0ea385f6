// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What commands do before their work. Classes come out of the archive that the first start made, and nothing is linked
 * by method handles: to link one record's {@code equals} takes as long as to hash a firmware image of a megabyte.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class StartIT {
    private static final Path PROGRAM = Path.of(System.getProperty("distribution"), "bin", "cloister");
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    static Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"--version", "list --run /none", "measure --type sev-snp"})
    void noRecordIsLinked(String command) throws Exception {
        assertThat(loaded(command))
                .as("write out equals and hashCode of the record that is compared, as GuestType does")
                .noneMatch(line -> line.contains(" java.lang.runtime.ObjectMethods "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "list --run /none", "measure --type sev-snp"})
    void classesComeOutOfTheArchive(String command) throws Exception {
        run("--version", "-Xmx256m");
        assertThat(loaded(command).stream()
                        .filter(line -> line.contains(" org.cloister.") && line.contains("source: file:"))
                        .toList())
                .as("an example of the start script loads them")
                .hasSizeLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list --run /none", "measure --type sev-snp --vcpus 2 -o json"})
    void aPlainLineIsReadWithoutTheCommandLineLibrary(String command) throws Exception {
        assertThat(loaded(command))
                .noneMatch(line ->
                        line.contains(" picocli.CommandLine ") || line.contains(" picocli.CommandLine$Interpreter "));
    }

    private static List<String> loaded(String command) throws IOException, InterruptedException {
        Path log = cache.resolve("loaded");
        run(command, "-Xlog:class+load:file=" + log);
        return Files.readAllLines(log);
    }

    private static void run(String command, String options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(PROGRAM.toString()));
        words.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(cache.resolve("out").toFile());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().put("CLOISTER_OPTS", options);
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
