// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Run folder and state folder stay those of the platform that has them, whatever is read. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class LocksIT {
    @TempDir
    private Path work;

    private Program program;
    private Process platform;

    @BeforeEach
    void serve() throws Exception {
        program = new Program(work);
        platform = program.process(List.of(), "serve", "--state", state()).start();
        ServedPlatform.requireRuns(platform.errorReader());
    }

    @AfterEach
    void kill() throws InterruptedException {
        platform.destroyForcibly().waitFor();
    }

    @Test
    void aSecondPlatformIsRefusedThoughTheLockOfTheFirstWasRead() throws Exception {
        assertThat(launch(program.run().resolve("lock")).code()).isEqualTo(2);
        Path other = Files.createLink(work.resolve("other"), program.run().resolve("lock"));
        assertThat(launch(other).code()).isEqualTo(2);
        Ended second = program.run("serve");
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains("already: process " + theFirst());
        assertThat(program.run("list").code()).isZero();
    }

    @Test
    void aSecondWriterOfAStateIsRefusedThoughTheLockOfTheFirstWasRead() throws Exception {
        assertThat(launch(Path.of(state(), "lock")).code()).isEqualTo(2);
        Ended second = program.run("platform", "pdh-gen", "--platform", "emulated", "--state", state(), "--yes");
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains("process " + theFirst());
    }

    /** The script is a shell's until it becomes the program, so that both have one number. */
    private long theFirst() {
        return platform.pid();
    }

    private Ended launch(Path firmware) throws Exception {
        return program.run("launch", "--connect", "--platform", "emulated", "--firmware", firmware.toString());
    }

    private String state() {
        return work.resolve("state").toString();
    }
}
