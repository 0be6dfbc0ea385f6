// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that runs on the kernel's processors goes to another platform and through a file, and counts on. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(300)
class ExecutedMoveIT {
    /** What the guest writes, and the end of its last line, which is the command's. */
    private static final Pattern CONSOLE = Pattern.compile("([A-P\\n]*)\\n");

    private static final int MANY = 100;

    @TempDir
    Path work;

    private ServedPlatform here;
    private ServedPlatform there;

    @AfterEach
    void end() throws InterruptedException {
        for (ServedPlatform platform : new ServedPlatform[] {here, there}) {
            if (platform != null) {
                platform.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void itCountsOnWithoutGapOrRepetition(String type) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/kvm")), "/dev/kvm is not here, or not for this user");
        here = new ServedPlatform(work.resolve("here"));
        there = new ServedPlatform(work.resolve("there"));
        Path firmware = Files.write(work.resolve("firmware"), CountingGuest.firmware());
        here.done("launch", "--connect", "--platform", "emulated", "--type", type, "--firmware", firmware.toString());

        StringBuilder console = new StringBuilder();
        Run first = new Run(here, "resume", "g1", "--execute");
        first.writes();
        Ended moved =
                here.done("migrate", "g1", "--to", "unix:" + there.program().run());
        assertThat(moved.err()).contains("'cloister resume g1 --execute' at that platform");
        console.append(first.console());
        Run second = new Run(there, "resume", "g1", "--execute");
        second.writes();
        there.done("save", "g1", "guest");
        console.append(second.console());
        Run third = new Run(there, "restore", "guest", "--execute");
        third.writes();
        there.done("stop", "g2");
        console.append(third.console());

        assertThat(console.toString()).isEqualTo(CountingGuest.console(console.length()));
        assertThat(console.length()).isGreaterThan(3 * MANY);
    }

    /** A command that shows what the guest writes. */
    private static final class Run {
        private final Process process;
        private final StringBuilder out = new StringBuilder();

        Run(ServedPlatform on, String... words) throws IOException {
            process = on.program()
                    .process(List.of(), words)
                    .directory(on.program().work().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        /** Returns when the guest has written much. */
        void writes() throws IOException {
            InputStream from = process.getInputStream();
            while (out.length() < MANY) {
                int value = from.read();
                assertThat(value).as(out.toString()).isNotNegative();
                out.append((char) value);
            }
        }

        /** What it wrote until the command ended. */
        String console() throws IOException, InterruptedException {
            out.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            assertThat(process.waitFor()).isEqualTo(1);
            Matcher written = CONSOLE.matcher(out);
            assertThat(written.lookingAt()).as(out.toString()).isTrue();
            return written.group(1);
        }
    }
}
