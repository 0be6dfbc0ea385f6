// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/measured.md}, from top to bottom: what the program says is what {@code sha256sum} and
 * {@code openssl} say.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class MeasuredIT {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "measured.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\n(.*?)^```");
    private static final int COMPARISONS = 8;
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void everyExampleComesOut() throws IOException, InterruptedException {
        Stream.of("bash", "xxd", "openssl", "sha256sum", "sha384sum").forEach(Needs::program);
        Path script = Files.writeString(folder.resolve("measured.sh"), "set -eu -o pipefail\n" + examples());
        Path out = folder.resolve("out");
        Process bash = new ProcessBuilder("bash", script.toString())
                .directory(Files.createDirectory(folder.resolve("empty")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(bash.exitValue()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.startsWith("the same")))
                .as(said)
                .hasSize(COMPARISONS);
        assertThat(said).contains("verdict pass", "Verified OK");
    }

    private static String examples() throws IOException {
        Path program =
                Path.of(System.getProperty("distribution"), "bin", "cloister").toAbsolutePath();
        return BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining())
                .replace("./cloister ", program + " ");
    }
}
