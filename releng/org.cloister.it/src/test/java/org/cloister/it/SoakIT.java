// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.cloister.benchmarks.soak.Soak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A platform under mixed commands for some minutes holds no more afterwards. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class SoakIT {
    @Test
    void nothingGrows() throws Exception {
        int minutes = Integer.getInteger("soak.minutes", 0);
        assumeTrue(minutes > 0, "a soak takes minutes: -Pthorough");
        assertThat(Soak.run(Path.of(System.getProperty("distribution")), minutes))
                .isTrue();
    }
}
