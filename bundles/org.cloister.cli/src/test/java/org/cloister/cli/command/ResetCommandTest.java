// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cloister.api.launch.Guest;
import org.cloister.api.memory.GuestMemory;
import org.cloister.cli.testing.CommandBench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reset} of a guest that another command left running. */
class ResetCommandTest {
    @TempDir
    Path folder;

    private CommandBench bench;

    @BeforeEach
    void launch() {
        bench = new CommandBench(folder);
        assertThat(bench.run(List.of("launch", "--type", "sev-snp", "--platform", "emulated", "--connect")))
                .isZero();
    }

    @Test
    void launchesItAnewAndTellsWhatInfoTells() {
        Guest guest = bench.launcher().guests().get(0);
        GuestMemory before = guest.memory();
        assertThat(bench.run(List.of("reset", guest.id()))).as(bench.err()).isZero();
        String told = bench.out();
        assertThat(guest.memory()).isNotSameAs(before);
        assertThat(bench.launcher().guests()).containsExactly(guest);
        assertThat(bench.run(List.of("info", guest.id()))).isZero();
        assertThat(bench.out()).isEqualTo(told).contains(guest.id() + ", sev-snp, running");
        assertThat(bench.run(List.of("list"))).isZero();
        assertThat(bench.out()).contains(guest.id() + "  sev-snp  running");
    }

    @Test
    void namesGuestsThatAreNotThere() {
        assertThat(bench.run(List.of("reset", "g7"))).isEqualTo(2);
        assertThat(bench.err()).contains("there is no such guest (found g7, expected g1)");
    }

    @Test
    void aDeadlineIsHeld() {
        assertThat(bench.run(List.of("reset", "g1", "--timeout", "0ms"))).isEqualTo(1);
        assertThat(bench.launcher().guests()).hasSize(1);
        assertThat(bench.run(List.of("reset"))).isEqualTo(2);
        assertThat(bench.err()).contains("ID");
    }
}
