// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cloister.supervisor.linux.Supervision;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs see the model's processor where the kernel can have CPUID fault. */
@Timeout(60)
class AnsweredCpuidTest {
    @TempDir
    Path folder;

    @Test
    void qemuFindsTheModelsPosition() throws Exception {
        Needs.that(
                Supervision.obstacle().isEmpty() && Supervision.faultsCpuid(), () -> "a kernel that has CPUID fault");
        Needs.program("qemu-system-x86_64");
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"));
                RunningProgram qemu = host.begin(
                        "qemu-system-x86_64",
                        "-accel",
                        "kvm",
                        "-S",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-qmp",
                        "unix:" + folder.resolve("qmp") + ",server=on,wait=off");
                QmpClient monitor = QmpClient.of(folder.resolve("qmp"), qemu.process())) {
            assertThat(monitor.ask("query-sev-capabilities")
                            .getAsJsonObject("return")
                            .get("cbitpos")
                            .getAsInt())
                    .isEqualTo(51);
            monitor.ask("quit");
            assertThat(qemu.join()).isZero();
        }
        assertThat(Files.exists(folder.resolve("qmp"))).isFalse();
    }
}
