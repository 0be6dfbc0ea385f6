// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program at random moments of its launches. The next one starts clean, with the identity that the platform
 * had.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class KilledLaunchIT {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int LONGEST_MILLIS = 2500;
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    private Path folder;

    @Test
    void theNextLaunchIsClean() throws Exception {
        Program program = new Program(folder);
        Random random = new Random(SEED);
        Bytes identity = identity(program, 0);
        for (int i = 1; i <= KILLS; i++) {
            Process launch = program.process(List.of(), launch(i % 2 == 0 ? "sev" : "sev-es"))
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile())
                    .start();
            launch.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            launch.destroyForcibly().waitFor();
            assertThat(identity(program, i))
                    .as("seed %d, after %d kills", SEED, i)
                    .isEqualTo(identity);
        }
        Program.Ended last = program.run(launch("sev-es"));
        assertThat(last.code()).as(last.err()).isZero();
    }

    private static String[] launch(String type) {
        return new String[] {"launch", "--platform", "emulated", "--state", "state", "--type", type};
    }

    private Bytes identity(Program program, int round) throws Exception {
        String out = "platform" + round;
        Program.Ended ended =
                program.run("platform", "export", "--platform", "emulated", "--state", "state", "--out", out);
        assertThat(ended.code()).as("seed %d: %s", SEED, ended.err()).isZero();
        return Bytes.of(Files.readAllBytes(folder.resolve(out).resolve("pdh.cert")));
    }
}
